import type { TargetView } from '../protocol';
import type { PageContext } from './context';
import { element, textButton } from './element';
import { fill } from './format';
import { icon } from './icons';

/** What an empty conversation shows: whom one talks to, where requests go, and a few questions to begin with. */
export function welcome(context: PageContext, canRestore: boolean, onSuggestion: (text: string) => void): HTMLElement {
	const { strings, target } = context;
	const suggestions = element('div', 'suggestions');
	suggestions.setAttribute('role', 'group');
	suggestions.setAttribute('aria-label', strings.suggestionsLabel);
	for (const text of [strings.suggestionExplain, strings.suggestionResidency, strings.suggestionBoto]) {
		const button = element('button', 'suggestion', icon('lightbulb'), element('span', '', text));
		button.type = 'button';
		button.title = strings.suggestionsLabel;
		button.addEventListener('click', () => {
			onSuggestion(text);
		});
		suggestions.append(button);
	}
	const facts = element('div', 'welcome-facts');
	if (target.regionSet !== undefined) facts.append(element('p', '', fill(strings.regionSet, target.regionSet)));
	facts.append(element('p', '', route(context, target)), element('p', '', connection(context, target)));
	const view = element('div', 'welcome', element('h2', '', target.name), facts, suggestions);
	if (canRestore) {
		view.append(
			textButton('link-button', strings.restoreChat, () => {
				context.post({ type: 'restoreChat' });
			}),
		);
	}
	return view;
}

function route({ strings }: PageContext, target: TargetView): string {
	return target.destinationRegions && target.destinationRegions.length > 0
		? fill(strings.routeKnown, target.sourceRegion, target.destinationRegions.join(', '))
		: fill(strings.routeUnknown, target.sourceRegion);
}

function connection({ strings }: PageContext, target: TargetView): string {
	return target.isSimulated ? strings.connectedToSimulator : fill(strings.connectedToAws, target.connectionLabel);
}
