// Runs in the browser: renders texts with the real renderer and reports what became of them.
import { StreamingMarkdown } from '../../../../src/webview/markdown/streamingMarkdown';
import type { ElementPolicy } from '../../../../src/webview/markdown/elementPolicy';

export interface HostileReport {
	/** Element names and attributes in the page, each `name` or `name@attribute`. */
	seen: string[];
	opened: string[];
	/** Texts for which assigning them as HTML was possible. */
	written: number;
	html: string[];
}

/** No wall: images load, links lead anywhere. */
const anything: ElementPolicy = {
	linkTarget: (href) => href,
	dressLink: (link, href) => link.setAttribute('href', href),
	image: (document, source) => {
		const image = document.createElement('img');
		image.setAttribute('src', source);
		return image;
	},
};

export function renderHostile(texts: readonly (readonly string[])[], isUnwalled: boolean): HostileReport {
	const report: HostileReport = { seen: [], opened: [], written: 0, html: [] };
	const seen = new Set<string>();
	for (const pieces of texts) {
		const container = document.body.appendChild(document.createElement('main'));
		const host = {
			onLink: (href: string) => report.opened.push(href),
			strings: {
				blockedImage: (alt: string) => `[image: ${alt}]`,
				linkTarget: (href: string) => `to ${href}`,
				task: String,
			},
		};
		const idle: (() => void)[] = [];
		const schedule = (work: () => void) => {
			idle.push(work);
			return () => void idle.splice(idle.indexOf(work), 1);
		};
		const stream = new StreamingMarkdown(container, host, isUnwalled ? { policy: anything, schedule } : { schedule });
		for (const piece of pieces) stream.append(piece);
		stream.finish();
		for (let work = idle.shift(); work; work = idle.shift()) work();
		report.html.push(container.innerHTML);
		for (const element of container.querySelectorAll<HTMLElement>('*')) {
			seen.add(element.localName);
			for (const { name } of element.attributes) seen.add(`${element.localName}@${name}`);
			// Without a policy a link may lead to another page, which no policy of this page forbids: only scripts are tried.
			if (isUnwalled && !/^[\s\0-\x1f]*(?:java|vb)script/i.test(element.getAttribute('href') ?? 'javascript')) continue;
			for (const type of ['click', 'auxclick', 'mousedown', 'pointerdown', 'dblclick']) {
				element.dispatchEvent(
					new MouseEvent(type, { bubbles: true, cancelable: true, button: type === 'auxclick' ? 1 : 0 }),
				);
			}
			element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
			element.click();
		}
		if (isUnwalled) {
			try {
				container.innerHTML = pieces.join('');
				report.written++;
			} catch {
				// As it should be: the page has no policy that makes HTML from text.
			}
		}
		container.remove();
	}
	report.seen = [...seen].sort();
	return report;
}

Object.assign(globalThis, { renderHostile });
