/** A heading of an answer, with the one that it stands under. */
interface Heading {
	readonly element: HTMLElement;
	/** As the model wrote it. */
	readonly level: number;
	readonly depth: number;
	readonly parent: Heading | undefined;
}

/**
 * The headings of one answer, for those who read by headings: they begin below the page's own and leave no level out,
 * whatever the model writes. They look as it wrote them.
 */
export class Outline {
	private readonly headings: Heading[] = [];

	/** @param root what holds the answer. */
	constructor(private readonly root: HTMLElement) {}

	add(element: HTMLElement, level: number): void {
		// What was taken for a heading while it arrived may be none.
		let parent = this.headings.at(-1);
		while (parent && !this.root.contains(parent.element)) {
			this.headings.pop();
			parent = this.headings.at(-1);
		}
		while (parent && parent.level >= level) ({ parent } = parent);
		const depth = (parent?.depth ?? 1) + 1;
		this.headings.push({ element, level, depth, parent });
		if (depth !== level) element.setAttribute('aria-level', String(depth));
	}
}
