// The figures of the chat, from the service's bytes to what is painted: TypeScript, bundled as the product is, then run.
import { join, resolve } from 'node:path';
import esbuild from 'esbuild';
import { launchBrowser } from '../hosting/browser.mjs';
import { aboveBaseline, atMost, median, timesBaseline } from './figure.mjs';

const root = resolve(import.meta.dirname, '../..');
const deltas = 100_000;

export async function chat() {
	const host = await import(await bundled());
	const service = await host.startService();
	try {
		const pipe = await host.pipe(service, deltas);
		const first = await host.firstText(service);
		const stop = await host.stopping(service);
		const page = await inBrowser((browser) => pageFigures(browser, pipe.messages));
		const slowest = Math.max(median(pipe.seconds), median(page.seconds));
		return [
			atLeast(
				'deltas from service to page in a second of processor time, the slower side',
				deltas / slowest,
				'deltas',
				30_000,
			),
			timesBaseline('the host, for 100,000 deltas, over the bare SDK', pipe.seconds, pipe.bareSeconds, 's', 2),
			atMost('messages to the page in a second, at most', pipe.messagesInOneSecond, 'messages', 60),
			aboveBaseline('time to first text over the bare SDK', first.own, first.bare, 'ms', 2),
			atMost(
				"the SDK's first event to painted text, without VS Code's own messages",
				Math.max(0, median(first.own) - median(first.bare)) + median(page.paint),
				'ms',
				16,
			),
			atMost('Stop to the service seeing the close, HTTP/2, p99', stop.http2, 'ms', 10),
			atMost('Stop to the service seeing the close, HTTP/1.1, p99', stop.http1, 'ms', 10),
			atMost('streams left open after 1,000 random aborts', stop.leftOpen, 'streams', 0),
			atMost('heap of the page for each message', page.megabytesEach, 'MB', 0.5),
			atMost('heap of the host for each message', await host.heapEach(service), 'MB', 0.5),
		];
	} finally {
		service.end();
	}
}

/** A rate that must stay at or above a limit. @returns {import('./figure.mjs').Figure} */
function atLeast(name, value, unit, limit) {
	return { name, median: value, unit, baseline: limit, ratio: value / limit, limit, holds: value >= limit };
}

async function bundled() {
	const common = { bundle: true, target: 'chrome128', logLevel: 'warning', minify: true };
	const page = { ...common, format: 'iife' };
	const out = (name) => join(root, 'out', 'bench', name);
	await Promise.all([
		esbuild.build({
			...common,
			entryPoints: [join(import.meta.dirname, 'chatHost.ts')],
			outfile: out('chatHost.cjs'),
			platform: 'node',
			format: 'cjs',
			target: 'node20',
			mainFields: ['module', 'main'],
			minify: false,
		}),
		esbuild.build({ ...page, entryPoints: [join(root, 'src/webview/chat/page/main.ts')], outfile: out('chat.js') }),
		esbuild.build({ ...page, entryPoints: [join(root, 'src/webview/chat/page/chat.css')], outfile: out('chat.css') }),
	]);
	return out('chatHost.cjs');
}

async function inBrowser(work) {
	const browser = await launchBrowser(['--js-flags=--expose-gc', '--enable-precise-memory-info']);
	try {
		return await work(browser);
	} finally {
		await browser.close();
	}
}

/** What the page does with messages, in a real browser; the figures include layout and paint. */
async function pageFigures(browser, messages) {
	const { state, turn, end } = (await import(join(root, 'out', 'bench', 'chatHost.cjs'))).pageMessages();
	const open = async () => {
		const page = await browser.newPage({ viewport: { width: 900, height: 800 } });
		await page.setContent('<!doctype html><html><body></body></html>');
		await page.evaluate(() => {
			globalThis.acquireVsCodeApi = () => ({ postMessage() {}, getState() {}, setState() {} });
		});
		await page.addStyleTag({ path: join(root, 'out', 'bench', 'chat.css') });
		await page.addScriptTag({ path: join(root, 'out', 'bench', 'chat.js') });
		await page.evaluate(prepare);
		await page.evaluate((data) => globalThis.say(data), state);
		return page;
	};

	const seconds = [];
	for (let run = 0; run < 5; run++) {
		const page = await open();
		await page.evaluate((data) => globalThis.say(data), turn('many'));
		const processorSeconds = await meter(page);
		await page.evaluate((list) => globalThis.playAll(list), messages);
		seconds.push(await processorSeconds());
		await page.close();
	}

	const page = await open();
	const paint = await page.evaluate(
		(list) => globalThis.paintTimes(list),
		Array.from({ length: 41 }, (_, index) => [turn(`p${index}`), end(`p${index}`)]),
	);
	await page.close();

	const long = await open();
	const turns = Array.from({ length: 100 }, (_, index) => [turn(`m${index}`), ...end(`m${index}`, true)]);
	const megabytesEach = await long.evaluate((list) => globalThis.heapEach(list), turns);
	await long.close();
	return { seconds, paint, megabytesEach };
}

/** @returns what the page's main thread has taken since, in seconds: script, layout and paint. */
async function meter(page) {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
	const read = async () => {
		const { metrics } = await devtools.send('Performance.getMetrics');
		return metrics.find(({ name }) => name === 'ThreadTime').value;
	};
	const before = await read();
	return async () => (await read()) - before;
}

/** Runs in the page. */
function prepare() {
	const say = (data) => window.dispatchEvent(new MessageEvent('message', { data }));
	const painted = () =>
		new Promise((done) => {
			requestAnimationFrame(() => {
				const channel = new MessageChannel();
				channel.port1.onmessage = done;
				channel.port2.postMessage(0);
			});
		});
	const heap = async () => {
		for (let round = 0; round < 5; round++) {
			globalThis.gc();
			await new Promise((done) => setTimeout(done, 20));
		}
		return performance.memory.usedJSHeapSize;
	};
	Object.assign(globalThis, {
		say,
		/** Takes all messages, each painted, as if they had been waiting. */
		async playAll(messages) {
			for (const message of messages) {
				say(message);
				await painted();
			}
		},
		/** Milliseconds from the first piece of an answer to its paint, at any moment of a frame. */
		async paintTimes(list) {
			const times = [];
			for (const [turn, end] of list) {
				say(turn);
				await painted();
				await new Promise((done) => setTimeout(done, 5 + Math.random() * 40));
				const startedAt = performance.now();
				say(end[0]);
				await painted();
				times.push(performance.now() - startedAt);
				for (const message of end.slice(1)) say(message);
			}
			return times;
		},
		/** Megabytes of heap that a question with its answer of some 3 KB goes on taking, for each of the two. */
		async heapEach(turns) {
			const warm = turns.length / 5;
			for (const turn of turns.slice(0, warm)) turn.forEach(say);
			await painted();
			const before = await heap();
			for (const turn of turns.slice(warm)) turn.forEach(say);
			await painted();
			await new Promise((done) => setTimeout(done, 1_000));
			return ((await heap()) - before) / (turns.length - warm) / 2 / 1e6;
		},
	});
}
