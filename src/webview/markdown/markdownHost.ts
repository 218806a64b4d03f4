/** What the page does for a rendered text. */
export interface MarkdownHost {
	/** The user activated a link. `href` is an allowed https: or mailto: target; the page asks the host to open it. */
	onLink(href: string): void;
	/** A fence has closed or, while open, changed enough: the page may add buttons; `code` is the exact source text. */
	onCodeBlock?(element: HTMLElement, info: { language: string; code: string; closed: boolean }): void;
	/** A heading has begun, below all that are there; `level` is that of the source. */
	onHeading?(element: HTMLElement, level: number): void;
	strings: { blockedImage(alt: string): string; linkTarget(href: string): string; task(isDone: boolean): string };
}
