/**
 * The `data` of each event of a server-sent stream, lines of several joined.
 * @param timeout milliseconds without a byte after which it throws a `TimeoutError`
 * @see HTML standard, 9.2 "Server-sent events"
 */
export async function* serverSentData(
	body: ReadableStream<Uint8Array>,
	timeout: number,
	signal: AbortSignal,
): AsyncGenerator<string> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let rest = '';
	let data: string[] = [];
	try {
		for (;;) {
			const { done, value } = await readWithin(reader, timeout);
			if (signal.aborted) return;
			rest += done ? `${decoder.decode()}\n\n` : decoder.decode(value, { stream: true });
			if (rest.length > longestLine) throw new Error('a line of its stream is too long');
			const lines = rest.split(/\r\n|\n|\r(?!$)/);
			rest = lines.pop() ?? '';
			for (const line of lines) {
				if (line.startsWith('data:')) data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
				else if (line === '' && data.length > 0) {
					yield data.join('\n');
					data = [];
				}
			}
			if (done) return;
		}
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

/** Characters. */
const longestLine = 10_000_000;

async function readWithin(reader: ReadableStreamDefaultReader<Uint8Array>, timeout: number) {
	let timer: NodeJS.Timeout | undefined;
	const silence = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new DOMException('silent', 'TimeoutError')), timeout);
	});
	try {
		return await Promise.race([reader.read(), silence]);
	} finally {
		clearTimeout(timer);
	}
}
