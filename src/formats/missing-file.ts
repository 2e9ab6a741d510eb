/** What helps where a path leads to no file. */

/** The sentence for a path that is not there; what looks like an accession or an object of S3 is told how to write it. */
export function missingFile(path: string): string {
  const name = path.split('/').at(-1)!;
  if (/^ENCFF\d{3}[A-Z]{3}$/.test(name)) return `no such file; for that of ENCODE write encff:${name}`;
  if (/^s3:\/+/i.test(path)) {
    return 'no such file; objects of S3 are read by their https address, those of ENCODE as encff:ACCESSION';
  }
  return 'no such file; check the path';
}
