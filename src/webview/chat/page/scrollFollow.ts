const nearEndPixels = 24;

/** Keeps the end in view while the reader is at the end, and lets go as soon as the reader scrolls up. */
export class ScrollFollow {
	private lastTop = 0;
	private follows = true;

	/**
	 * @param area what scrolls.
	 * @param content what grows inside it.
	 * @param hasEnd whether there is an end worth following: until then the area stays where it is, at its start.
	 * @param onChange hears whether the end is followed.
	 */
	constructor(
		private readonly area: HTMLElement,
		content: HTMLElement,
		private readonly hasEnd: () => boolean,
		private readonly onChange: (follows: boolean) => void,
	) {
		area.addEventListener('scroll', () => {
			this.look();
		});
		// Catches growth of every kind: text, colours that arrive late, an unfolded part, a narrower window.
		const observer = new ResizeObserver(() => {
			if (this.follows) this.jump();
			else this.look();
		});
		observer.observe(content);
		observer.observe(area);
	}

	toEnd(): void {
		this.set(true);
		this.jump();
	}

	private look(): void {
		if (!this.hasEnd()) return;
		const { scrollTop, scrollHeight, clientHeight } = this.area;
		const isAtEnd = scrollHeight - scrollTop - clientHeight <= nearEndPixels;
		// Growth alone moves the end away without moving the reader: only a step upwards is the reader's.
		if (isAtEnd) this.set(true);
		else if (scrollTop < this.lastTop || !this.follows) this.set(false);
		this.lastTop = scrollTop;
	}

	private jump(): void {
		if (!this.hasEnd()) return;
		this.area.scrollTop = this.area.scrollHeight;
		this.lastTop = this.area.scrollTop;
	}

	private set(follows: boolean): void {
		if (this.follows === follows) return;
		this.follows = follows;
		this.onChange(follows);
	}
}
