/** More elements cannot be read side by side; the API takes up to 100. What offers a comparison offers no more. */
export const MOST_COMPARED = 20;
