import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Account } from './account';

export interface SmallPagesOptions {
	/** Rows of a page, whatever is asked for. */
	readonly size: number;
	/** Called before each page of a list of profiles, with how many came before it. */
	readonly onPage?: (page: number) => void;
	/** Changes what a page says. */
	readonly rewrite?: (page: Page) => Page;
}

interface Page {
	readonly inferenceProfileSummaries?: readonly unknown[];
	readonly nextToken?: string;
}

/**
 * Stands before an account and makes its pages small: the service takes up to a thousand rows, which no account has. For
 * requests with an API key, as a signature would cover what is changed here.
 */
export async function smallPages(
	{ simulator }: Account,
	options: SmallPagesOptions,
): Promise<{ endpoint: string; pages: () => number; close: () => Promise<void> }> {
	let pages = 0;
	const server = createServer((request, response) => {
		void (async () => {
			const url = new URL(request.url ?? '/', simulator.endpoint);
			const isList = url.pathname === '/inference-profiles';
			if (isList) {
				options.onPage?.(pages);
				pages += 1;
				url.searchParams.set('maxResults', String(options.size));
			}
			const answer = await fetch(url, { headers: { authorization: request.headers.authorization ?? '' } });
			const text = await answer.text();
			const isRewritten = isList && answer.ok && options.rewrite !== undefined;
			const errorType = answer.headers.get('x-amzn-errortype');
			response.writeHead(answer.status, {
				'content-type': answer.headers.get('content-type') ?? '',
				...(errorType === null ? {} : { 'x-amzn-errortype': errorType }),
			});
			response.end(isRewritten ? JSON.stringify(options.rewrite?.(JSON.parse(text) as Page)) : text);
		})().catch(() => response.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		endpoint: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
		pages: () => pages,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Makes application profiles, many at a time. */
export async function makeApplicationProfiles({ simulator }: Account, count: number, copyFrom: string): Promise<void> {
	const headers = { authorization: `Bearer ${simulator.apiKey}`, 'content-type': 'application/json' };
	for (let made = 0; made < count; made += 50) {
		await Promise.all(
			Array.from({ length: Math.min(50, count - made) }, async (_, index) => {
				const body = JSON.stringify({
					inferenceProfileName: `Team ${String(made + index)}`,
					modelSource: { copyFrom },
				});
				const answer = await fetch(`${simulator.endpoint}/inference-profiles`, { method: 'POST', headers, body });
				if (!answer.ok) throw new Error(await answer.text());
				await answer.text();
			}),
		);
	}
}
