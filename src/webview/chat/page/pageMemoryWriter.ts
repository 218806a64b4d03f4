import type { PageMemory } from '../protocol';

/** Above this a draft is handed on when its writer pauses: VS Code copies the whole of it each time. In UTF-16 units. */
const longDraft = 20_000;
const pauseMilliseconds = 500;

/** Hands on what the page must remember over a reload, at once where it is short. */
export class PageMemoryWriter {
	private waiting: { readonly memory: PageMemory; readonly timer: ReturnType<typeof setTimeout> } | undefined;

	constructor(
		private readonly write: (memory: PageMemory) => void,
		page: Pick<EventTarget, 'addEventListener'>,
	) {
		for (const leaving of ['blur', 'pagehide']) page.addEventListener(leaving, () => this.flush());
	}

	remember(memory: PageMemory): void {
		clearTimeout(this.waiting?.timer);
		this.waiting = undefined;
		if (memory.draft.length <= longDraft) this.write(memory);
		else this.waiting = { memory, timer: setTimeout(() => this.flush(), pauseMilliseconds) };
	}

	private flush(): void {
		const { waiting } = this;
		if (!waiting) return;
		clearTimeout(waiting.timer);
		this.waiting = undefined;
		this.write(waiting.memory);
	}
}
