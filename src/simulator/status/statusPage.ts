import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCommand } from '../../webview/simulator/protocol';
import { hostRefusal } from '../wire/loopbackGuard';
import type { HttpRequest, HttpResponse, RequestHead } from '../wire/request';
import { header, readBody } from '../wire/request';
import { faultPresets } from './faultPresets';
import { StatusFeed, type StatusSources } from './statusFeed';

/**
 * The page for people, and what it asks for. The page itself holds nothing; what it shows and does needs the key of this
 * run, which stands behind the `#` of the address that the simulator prints, and which a browser therefore sends nowhere
 * by itself.
 *
 * It is at `/`, under this machine's own names only, and at a path of this run that nobody can guess, under any name:
 * forwarded ports (a VS Code server's `/proxy/PORT/`, Codespaces) come with names that the simulator cannot know, and a
 * site that has bound its name to this machine does not know the path.
 */
export class StatusPage {
	readonly key = randomBytes(24).toString('base64url');
	/** Where the page is whatever the `Host`; ends with a slash. */
	readonly path = `${ownPaths}${randomBytes(24).toString('base64url')}/`;
	private viewers = 0;

	/** @param folder where the page's script and style are, as built */
	constructor(
		private readonly sources: StatusSources,
		private readonly folder: string,
	) {}

	/** True for requests that are no service's: AWS has nothing at these paths. */
	isFor(head: RequestHead): boolean {
		if (head.path.startsWith(ownPaths)) return true;
		const isSigned = head.headers.has('authorization') || /x-amz-/i.test(head.query);
		return head.path === '/' && (head.method === 'GET' || head.method === 'HEAD') && !isSigned;
	}

	/** @param port that the simulator listens on */
	async serve(request: HttpRequest, response: HttpResponse, head: RequestHead, port: number): Promise<void> {
		const isAddressed = startsWithSecret(head.path, this.path);
		const refusal = (isAddressed ? undefined : hostRefusal(head, port)) ?? otherPageRefusal(head, isAddressed);
		if (refusal !== undefined) return answer(response, 403, 'text/plain', `${refusal}\n`);
		const name = nameIn(head.path, isAddressed ? this.path : ownPaths);
		const page = pages.get(name);
		if (page && (head.method === 'GET' || head.method === 'HEAD')) return this.sendPage(response, page, head);
		if (!this.holdsKey(head)) {
			return answer(response, 401, 'text/plain', 'This needs the key of the address that the simulator printed.\n');
		}
		if (name === 'stream' && head.method === 'GET') return this.stream(response);
		if (name === 'command' && head.method === 'POST') return this.obey(request, response);
		return answer(response, 404, 'text/plain', 'There is nothing here.\n');
	}

	private async sendPage(response: HttpResponse, { file, type }: Page, head: RequestHead): Promise<void> {
		const body = file === undefined ? shell(head.path) : await readFile(join(this.folder, file));
		return answer(response, 200, type, head.method === 'HEAD' ? '' : body);
	}

	private holdsKey(head: RequestHead): boolean {
		const given = header(head, 'authorization') ?? '';
		const wanted = `Bearer ${this.key}`;
		return given.length === wanted.length && startsWithSecret(given, wanted);
	}

	/** One JSON line whenever something changed, at most four a second, until the page leaves. */
	private async stream(response: HttpResponse): Promise<void> {
		if (this.viewers >= mostViewers) return answer(response, 429, 'text/plain', 'Too many status pages are open.\n');
		this.viewers++;
		const gone = new AbortController();
		response.once('close', () => gone.abort());
		try {
			writeHead(response, 200, 'application/x-ndjson');
			const feed = new StatusFeed(this.sources);
			let quiet = 0;
			while (!gone.signal.aborted) {
				const snapshot = feed.next(Date.now());
				// A line now and then tells both sides that the other is still there.
				if (snapshot) send(response, `${JSON.stringify(snapshot)}\n`);
				else if (++quiet % heartbeat === 0) send(response, '\n');
				await sleep(periodMilliseconds, undefined, { signal: gone.signal }).catch(() => undefined);
			}
		} finally {
			this.viewers--;
		}
	}

	private async obey(request: HttpRequest, response: HttpResponse): Promise<void> {
		const body = await readBody(request, longestCommand);
		const command = body && parseCommand(body.toString('utf8'));
		if (!command) return answer(response, 400, 'text/plain', 'This is no command of the status page.\n');
		const { faults, router, world } = this.sources;
		switch (command.kind) {
			case 'load':
				if (!world.regions.includes(command.region)) return answer(response, 400, 'text/plain', 'No such Region.\n');
				router.load.set(command.region, command.share);
				break;
			case 'limits':
				router.isLimited = command.isLimited;
				break;
			case 'addFault': {
				const fault = faultPresets.get(command.preset);
				if (!fault) return answer(response, 400, 'text/plain', 'No such fault.\n');
				const { model, operation, probability, region, times } = command;
				faults.push({ operation, region, model, fault, count: times, probability });
				break;
			}
			case 'removeFault':
				// Gone already is gone.
				faults.remove(command.id);
				break;
			case 'clearFaults':
				faults.clear();
		}
		return answer(response, 204, 'text/plain', '');
	}
}

const ownPaths = '/simulator/';
const mostViewers = 8;
const periodMilliseconds = 250;
/** In periods: five seconds. */
const heartbeat = 20;
/** Bytes. */
const longestCommand = 4_096;

interface Page {
	/** Absent: the page itself. */
	readonly file?: string;
	readonly type: string;
}

/** By its name in the page's folder; empty: the page itself. */
const pages: ReadonlyMap<string, Page> = new Map<string, Page>([
	['', { type: 'text/html; charset=utf-8' }],
	['page.js', { file: 'simulator.js', type: 'text/javascript; charset=utf-8' }],
	['page.css', { file: 'simulator.css', type: 'text/css; charset=utf-8' }],
]);

/** @returns what is asked for; empty: the page itself */
function nameIn(path: string, folder: string): string {
	if (path === '/') return '';
	// `/simulator/` is no second place of the page, only of its files.
	return path === ownPaths ? '/' : path.slice(folder.length);
}

/** Relative addresses: what forwards a port may put a path before ours. */
const shell = (path: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Bedrock simulator</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${path === '/' ? 'simulator/' : ''}page.css">
<script type="module" src="${path === '/' ? 'simulator/' : ''}page.js"></script>
</head>
<body><noscript>This page shows the simulator live, and needs JavaScript for it.</noscript></body>
</html>
`;

/** Only the page's own files, only to itself, in no frame. */
const headers = {
	'content-security-policy':
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	'cache-control': 'no-store',
};

/**
 * Other sites' pages are refused; our own, and a person who types the address, are welcome.
 * @param isAddressed at the path of this run, where a forwarding may have changed `Host`
 */
function otherPageRefusal(head: RequestHead, isAddressed: boolean): string | undefined {
	const origin = header(head, 'origin');
	const host = header(head, 'host')?.toLowerCase() ?? '';
	const site = header(head, 'sec-fetch-site');
	// No page can forge what the browser itself says of it.
	const isOwn = isAddressed && site === 'same-origin';
	if (origin !== undefined && !isOwn && ![`http://${host}`, `https://${host}`].includes(origin.toLowerCase())) {
		return 'Requests from other pages are refused: this one carries the Origin of another site.';
	}
	// A link from elsewhere may open the page, which shows nothing without its key.
	const isOpened = head.path.endsWith('/') && header(head, 'sec-fetch-dest') === 'document';
	if (site !== undefined && site !== 'none' && site !== 'same-origin' && !isOpened) {
		return 'Requests from other pages are refused: this one carries a Sec-Fetch-Site header of another site.';
	}
	return undefined;
}

/** Takes as long for a wrong guess as for a right one. */
function startsWithSecret(text: string, secret: string): boolean {
	const wanted = Buffer.from(secret);
	const given = Buffer.alloc(wanted.length);
	given.write(text);
	return timingSafeEqual(given, wanted);
}

function writeHead(response: HttpResponse, status: number, type: string, length?: number): void {
	const all = {
		...headers,
		'content-type': type,
		...(length === undefined ? {} : { 'content-length': String(length) }),
	};
	if ('stream' in response) response.writeHead(status, all);
	else {
		response.writeHead(status, all);
		response.flushHeaders();
	}
}

function send(response: HttpResponse, text: string): void {
	(response as NodeJS.WritableStream).write(text);
}

function answer(response: HttpResponse, status: number, type: string, body: string | Buffer): Promise<void> {
	const bytes = Buffer.from(body);
	writeHead(response, status, type, status === 204 ? undefined : bytes.length);
	return new Promise((resolve) => {
		response.once('close', () => resolve());
		response.end(bytes, () => resolve());
	});
}
