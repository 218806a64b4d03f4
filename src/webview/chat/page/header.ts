import type { HistoryEntry, State, TargetGroup } from '../protocol';
import type { PageContext } from './context';
import { element, iconButton } from './element';
import { historyList } from './historyList';
import { icon } from './icons';
import { Popover } from './popover';
import { RequestForm } from './requestForm';
import { TargetPicker } from './targetPicker';

/** Whom one talks to, and what can be set and done with the conversation as a whole. */
export class Header {
	readonly element: HTMLElement;
	/** They lie over the conversation. */
	readonly popovers: HTMLElement;
	private readonly name = element('span', 'target-name');
	private readonly profileId = element('bdi', 'profile-id');
	private readonly picker: TargetPicker;
	private readonly form: RequestForm;
	private readonly targets: Popover;
	private readonly history: Popover;

	constructor(
		private context: PageContext,
		state: Pick<State, 'request' | 'place'>,
		/** Says what did not happen where the next message is written. */
		tell: (sentence: string) => void,
	) {
		const { strings, formats, post } = context;
		const target = element('button', 'target-button', this.name, icon('chevronDown'), this.profileId);
		target.type = 'button';
		this.picker = new TargetPicker(strings, context.target.profileId, (profileId) => {
			post({ type: 'chooseTarget', profileId });
			this.targets.close();
		});
		this.targets = new Popover(target, strings.pickerTitle, strings.close, () => {
			post({ type: 'listTargets' });
			this.picker.open(this.context.target.profileId);
		});
		this.targets.fill(this.picker.element);
		this.form = new RequestForm(strings, formats, state.request, (options) => post({ type: 'setOptions', options }));
		const settings = iconButton('settings', strings.requestOptions, () => undefined);
		const options = new Popover(
			settings,
			strings.requestOptions,
			strings.close,
			() => this.form.focus(),
			() => {
				const undone = this.form.settle();
				if (undone !== undefined) tell(undone);
			},
		);
		options.fill(this.form.element);
		const historyButton = iconButton('history', strings.history, () => undefined);
		this.history = new Popover(historyButton, strings.history, strings.close, () => {
			post({ type: 'listConversations' });
			this.history.fill(element('p', 'picker-empty', strings.loading));
			this.history.element.querySelector('button')?.focus();
		});
		const isView = state.place === 'view';
		this.element = element(
			'header',
			'',
			element('h1', '', target),
			element(
				'div',
				'toolbar',
				settings,
				historyButton,
				iconButton('export', strings.exportChat, () => post({ type: 'export' })),
				iconButton('openTab', isView ? strings.openInEditor : strings.openAnotherTab, () => post({ type: 'openTab' })),
				iconButton('add', strings.newChat, () => post({ type: 'newChat' })),
			),
		);
		this.popovers = element('div', 'popovers', this.targets.element, options.element, this.history.element);
		this.change(context, state.request);
	}

	change(context: PageContext, request: State['request']): void {
		this.context = context;
		const { name, profileId } = context.target;
		this.name.textContent = name;
		this.name.title = profileId;
		this.profileId.textContent = profileId;
		this.form.update(request);
	}

	showTargets(groups: readonly TargetGroup[]): void {
		this.picker.show(groups);
	}

	showHistory(entries: readonly HistoryEntry[]): void {
		if (!this.history.isOpen) return;
		const hadFocus = this.history.element.contains(document.activeElement);
		this.history.fill(historyList(entries, this.context, () => this.history.hide()));
		const { element: dialog } = this.history;
		const first = dialog.querySelector<HTMLElement>('.history-entry') ?? dialog.querySelector('button');
		if (hadFocus) first?.focus();
	}

	chooseTarget(): void {
		this.targets.open();
	}
}
