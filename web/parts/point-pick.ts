/** Plots that answer to the pointer: Observable Plot's pointer says which datum is nearest, this hands it on. */

interface Picking<Row> {
  /** A click on or near a mark. */
  onPick?(row: Row): void;
  /** The nearest mark, as the pointer moves; undefined when there is none. */
  onPoint?(row: Row | undefined): void;
}

/** Wires a plot with a pointer mark (a tip or Plot.pointer) to the page. Its rows are those of that mark's data. */
export function picking<Row>(svg: SVGElement | HTMLElement, { onPick, onPoint }: Picking<Row>): SVGElement {
  const value = () => (svg as unknown as { value?: Row | null }).value ?? undefined;
  svg.addEventListener('input', () => onPoint?.(value()));
  svg.addEventListener('pointerleave', () => onPoint?.(undefined));
  svg.addEventListener('click', () => {
    const row = value();
    if (row !== undefined) onPick?.(row);
  });
  if (onPick !== undefined) svg.classList.add('picks');
  return svg as SVGElement;
}
