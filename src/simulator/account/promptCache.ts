/** Which beginnings of prompts are kept, and for how long. */
export class PromptCache {
	/** Key → when it ends, in milliseconds by the caller's clock. Oldest first. */
	private readonly ends = new Map<string, number>();

	/** @returns whether it was there; if so it is kept anew. */
	read(key: string, lifetime: number, now: number): boolean {
		const end = this.ends.get(key);
		if (end === undefined || end <= now) return false;
		this.write(key, lifetime, now);
		return true;
	}

	write(key: string, lifetime: number, now: number): void {
		this.ends.delete(key);
		this.ends.set(key, now + lifetime);
		const [oldest] = this.ends.keys();
		if (this.ends.size > kept && oldest !== undefined) this.ends.delete(oldest);
	}
}

const kept = 10_000;
