import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { pageHtml } from '../../../../src/webview/pageHtml';
import type { FromPage, PageMemory, ToPage } from '../../../../src/webview/chat/protocol';
import { themes, type ThemeName } from './themes';

declare global {
	interface Window {
		/** What the page has sent and kept; put there in VS Code's place. */
		harness: { sent: FromPage[]; memory: PageMemory | undefined; violations: string[] };
	}
}

const candidates = [
	process.env.CHROMIUM_PATH ?? '',
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

export interface PageOptions {
	readonly theme?: ThemeName;
	readonly width?: number;
	readonly height?: number;
	readonly memory?: PageMemory;
	readonly language?: string;
	readonly forcedColors?: 'active';
	/** Without the page's own Content Security Policy, to see that the renderer alone lets nothing out. */
	readonly withoutPolicy?: boolean;
}

/** A page, the chat by default, in a real browser: its own document and policy on a real socket, with VS Code's side played by the test. */
export class PageHarness {
	private constructor(
		private readonly browser: Browser,
		private readonly server: Server,
		private readonly origin: string,
	) {}

	/** @param folder of the page, in `src/webview`. */
	static async start(folder = 'chat'): Promise<PageHarness> {
		const executablePath = candidates.find((path) => path !== '' && existsSync(path));
		if (!executablePath) throw new Error('No Chromium was found: install it, or set CHROMIUM_PATH to its executable.');
		const files = new Map<string, string>();
		for (const entry of ['main.ts', `${folder}.css`]) {
			const result = await build({
				entryPoints: [`src/webview/${folder}/page/${entry}`],
				bundle: true,
				write: false,
				format: entry.endsWith('.ts') ? 'iife' : undefined,
				target: 'chrome128',
			});
			files.set(entry.endsWith('.ts') ? '/chat.js' : '/chat.css', result.outputFiles[0]?.text ?? '');
		}
		const server = createServer((request, response) => {
			const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
			const file = files.get(pathname);
			if (file !== undefined) {
				response.setHeader('content-type', pathname.endsWith('.js') ? 'text/javascript' : 'text/css');
				response.end(file);
			} else if (pathname === '/page') {
				response.setHeader('content-type', 'text/html; charset=utf-8');
				const html = pageHtml({
					title: 'Chat',
					language: searchParams.get('language') ?? 'en',
					cspSource: "'self'",
					nonce: 'dGVzdA==',
					scriptUri: '/chat.js',
					styleUri: '/chat.css',
				});
				const isOpen = searchParams.has('withoutPolicy');
				response.end(isOpen ? html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '') : html);
			} else {
				response.statusCode = 404;
				response.end();
			}
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const browser = await chromium.launch({
			executablePath,
			args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
		});
		return new PageHarness(browser, server, `http://127.0.0.1:${port}`);
	}

	async open(options: PageOptions = {}): Promise<OpenPage> {
		const { theme = 'dark', width = 900, height = 800, language = 'en' } = options;
		const page = await this.browser.newPage({
			viewport: { width, height },
			colorScheme: theme.toLowerCase().includes('light') ? 'light' : 'dark',
			...(options.forcedColors && { forcedColors: options.forcedColors }),
		});
		const requests: string[] = [];
		const errors: string[] = [];
		page.on('request', (request) => requests.push(new URL(request.url()).pathname));
		page.on('pageerror', (error) => errors.push(error.message));
		await page.addInitScript(
			({ memory, variables, bodyClass }) => {
				window.harness = { sent: [], memory, violations: [] };
				document.addEventListener('securitypolicyviolation', (event) => {
					window.harness.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
				});
				// As VS Code does it: the theme's variables on the root element, its kind as a class of the body.
				document.addEventListener('DOMContentLoaded', () => {
					for (const [name, value] of Object.entries(variables)) {
						document.documentElement.style.setProperty(`--vscode-${name}`, value);
					}
					document.body.classList.add(bodyClass);
				});
				Object.assign(window, {
					acquireVsCodeApi: () => ({
						postMessage: (message: FromPage) => window.harness.sent.push(structuredClone(message)),
						getState: () => window.harness.memory,
						setState: (state: PageMemory) => (window.harness.memory = state),
					}),
				});
			},
			{ memory: options.memory, variables: themes[theme], bodyClass: bodyClasses[theme] },
		);
		const policy = options.withoutPolicy ? '&withoutPolicy' : '';
		await page.goto(`${this.origin}/page?language=${language}${policy}`);
		return new OpenPage(page, requests, errors);
	}

	async stop(): Promise<void> {
		await this.browser.close();
		await new Promise((resolve) => this.server.close(resolve));
	}
}

const bodyClasses: Record<ThemeName, string> = {
	dark: 'vscode-dark',
	light: 'vscode-light',
	highContrast: 'vscode-high-contrast',
	highContrastLight: 'vscode-high-contrast-light',
};

/** One page, and what went over its border. */
export class OpenPage {
	constructor(
		readonly page: Page,
		/** Paths that the page asked for. */
		readonly requests: readonly string[],
		/** Uncaught errors. */
		readonly errors: readonly string[],
	) {}

	/** Says something as the host. */
	async say(...messages: (ToPage | object)[]): Promise<void> {
		await this.page.evaluate((list) => {
			for (const data of list) window.dispatchEvent(new MessageEvent('message', { data }));
		}, messages);
	}

	/** What the page has told the host since the last look. */
	sent<Message = FromPage>(): Promise<Message[]> {
		return this.page.evaluate(() => window.harness.sent.splice(0)) as Promise<Message[]>;
	}

	memory(): Promise<PageMemory | undefined> {
		return this.page.evaluate(() => window.harness.memory);
	}

	violations(): Promise<string[]> {
		return this.page.evaluate(() => window.harness.violations);
	}
}
