import { highlightedJson } from '../../markdown/highlightedJson';
import { visibleText } from '../../markdown/visibleText';
import type { ToolUseExtra } from '../protocol';
import type { PageContext } from './context';
import { element, folded, iconButton } from './element';
import { fill } from './format';
import { icon } from './icons';

/** A call that the model asks for: which tool, and with what. This panel gives models no tools and runs none. */
export function toolUseView({ name, input }: ToolUseExtra, context: PageContext): HTMLElement {
	const { strings, announce, post } = context;
	const shown = indented(input);
	const pre = element('pre', '', element('code', '', ...highlightedJson(document, shown)));
	pre.tabIndex = 0;
	const copy = iconButton('copy', strings.copyCode, () => {
		post({ type: 'copyText', text: shown });
		announce(strings.copied);
	});
	const block = element('div', 'tool-input', pre, element('div', 'code-actions', copy));
	const label = element('span', '', fill(strings.toolUse, visibleText(name) || '?'));
	const view = folded('tool-use', element('span', 'tool-name', icon('tool'), label), block);
	view.append(element('p', 'tool-note', strings.toolNotRun));
	return view;
}

/** As a reader wants JSON; as it came, if it is none. */
function indented(input: string): string {
	if (input.length > 200_000) return input;
	try {
		return JSON.stringify(JSON.parse(input), null, 2);
	} catch {
		return input;
	}
}
