import { allowedTarget } from '../../markdown/links';
import { visibleText } from '../../markdown/visibleText';
import type { CitationExtra } from '../protocol';
import type { PageContext } from './context';
import { element, folded } from './element';
import { fill } from './format';

/** What an answer says it rests on, folded. Only https links can be followed, and each shows where it leads. */
export class Citations {
	private readonly label = element('span', '');
	private readonly list = element('ol', 'citation-list');
	readonly element = folded('citations', this.label, this.list);
	private readonly numbers = new Map<string, { quotes: HTMLElement; quoted: Set<string> }>();

	constructor(private readonly context: PageContext) {}

	add({ title = '', source = '', citedText = '' }: CitationExtra): void {
		const key = JSON.stringify([title, source]);
		let entry = this.numbers.get(key);
		if (!entry) {
			const quotes = element('div', 'citation-quotes');
			this.list.append(element('li', '', this.head(title, source), quotes));
			this.numbers.set(key, (entry = { quotes, quoted: new Set() }));
			const { strings, formats } = this.context;
			this.label.textContent = fill(strings.sources, formats.count(this.numbers.size));
		}
		if (citedText === '' || entry.quoted.has(citedText)) return;
		entry.quoted.add(citedText);
		entry.quotes.append(element('blockquote', '', visibleText(citedText)));
	}

	private head(title: string, source: string): HTMLElement {
		const { strings, post } = this.context;
		const name = visibleText(title || source) || strings.unnamedSource;
		const target = allowedTarget(source);
		if (!target?.startsWith('https:')) {
			const plain = element('div', 'citation-name', element('bdi', '', name));
			if (title !== '' && source !== '') plain.append(element('bdi', 'citation-target', visibleText(source)));
			return plain;
		}
		// No `href`: nothing but this listener can follow the link, not even with the middle button or by dragging.
		const link = element('a', '', element('bdi', '', name));
		link.setAttribute('role', 'link');
		link.tabIndex = 0;
		link.title = fill(strings.linkTarget, target);
		const open = (event: Event) => {
			event.preventDefault();
			post({ type: 'openLink', href: target });
		};
		link.addEventListener('click', open);
		link.addEventListener('keydown', (event) => {
			if (event.key === 'Enter') open(event);
		});
		const shown = element('div', 'citation-name', link);
		// A name can say anything: what is opened stands beside it.
		if (name !== target) shown.append(element('bdi', 'citation-target', target));
		return shown;
	}
}
