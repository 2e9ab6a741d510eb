/** Popovers are the browser's own (`popover` and `popoverTarget`): Esc and a click beside close them, focus goes back. */

const GAP = 4;
const MARGIN = 8;

/** Closes the popover that holds an element. */
export function closePopover(inside: Element): void {
  inside.closest<HTMLElement>('[popover]')?.hidePopover();
}

/** Puts every popover below the button that opens it, inside the window. Called once. */
export function placePopovers(): void {
  // The event does not bubble.
  document.addEventListener('beforetoggle', place, true);
}

function place(event: Event): void {
  const popover = event.target;
  if (!(popover instanceof HTMLElement) || (event as ToggleEvent).newState !== 'open') return;
  const button = document.querySelector(`[popovertarget="${CSS.escape(popover.id)}"]`);
  if (button === null) return;
  const at = button.getBoundingClientRect();
  // It has no size before it is open.
  requestAnimationFrame(() => {
    const { offsetWidth: width, offsetHeight: height } = popover;
    const below = at.bottom + GAP;
    const isBelow = below + height <= innerHeight - MARGIN || at.top < height + GAP;
    popover.style.left = `${Math.max(MARGIN, Math.min(at.left, innerWidth - width - MARGIN))}px`;
    popover.style.top = `${isBelow ? below : at.top - GAP - height}px`;
    popover.style.maxHeight = `${innerHeight - (isBelow ? below : 0) - MARGIN}px`;
  });
}
