import type { Command, Snapshot } from '../protocol';

export type ConnectionState = 'live' | 'lost' | 'wrongKey';

/** The page's line to the simulator: reads its snapshots for ever, and says what the person asked for. */
export class Connection {
	constructor(
		private readonly key: string,
		private readonly onSnapshot: (snapshot: Snapshot) => void,
		private readonly onState: (state: ConnectionState) => void,
	) {}

	async run(): Promise<never> {
		for (;;) {
			await this.read().catch(() => undefined);
			await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
		}
	}

	/** @returns whether the simulator did it. */
	async send(command: Command): Promise<boolean> {
		try {
			const response = await fetch(besideScript('command'), {
				method: 'POST',
				headers: { authorization: `Bearer ${this.key}` },
				body: JSON.stringify(command),
			});
			return response.ok;
		} catch {
			return false;
		}
	}

	private async read(): Promise<void> {
		try {
			const response = await fetch(besideScript('stream'), { headers: { authorization: `Bearer ${this.key}` } });
			if (response.status === 401) {
				this.onState('wrongKey');
				return;
			}
			if (!response.ok || !response.body) return;
			let rest = '';
			for await (const text of chunksOf(response.body)) {
				const lines = (rest + text).split('\n');
				rest = lines.pop() ?? '';
				for (const line of lines) {
					this.onState('live');
					if (line !== '') this.onSnapshot(JSON.parse(line) as Snapshot);
				}
			}
		} finally {
			this.onState('lost');
		}
	}
}

/** Under whatever path a forwarded port has put the page, its script came from where its requests go. */
function besideScript(name: string): URL {
	return new URL(name, document.scripts[0]?.src);
}

const retryMilliseconds = 2_000;

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return;
		yield decoder.decode(value, { stream: true });
	}
}
