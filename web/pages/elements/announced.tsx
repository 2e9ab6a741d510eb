/** Says a changed number once it rests, to those who do not see it. */

import { type ReactNode, useEffect, useState } from 'react';

const REST_MS = 500;

export function Announced({ text }: { readonly text: string | undefined }): ReactNode {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (text === undefined) return;
    const timer = setTimeout(() => setSaid(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p className="unseen" role="status">
      {said}
    </p>
  );
}
