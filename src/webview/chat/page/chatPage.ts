import type {
	Attachment,
	FromPage,
	PageMemory,
	RequestView,
	State,
	TargetView,
	ToPage,
	UserMessage,
} from '../protocol';
import { Composer } from './composer';
import type { Intent, PageContext } from './context';
import { element } from './element';
import { fill, numberFormats } from './format';
import { Header } from './header';
import { isComposing } from './keys';
import { outcomeView } from './outcomeText';
import { Transcript } from './transcript';

/** The way to the host. */
export interface HostLink {
	post(message: FromPage): void;
	/** What VS Code keeps for the page until it is loaded again. */
	remember(memory: PageMemory): void;
	/** The draft that was there when the page went away. */
	readonly draft: string;
}

/** Shows what the host says and tells it what the user wants; it decides nothing itself. */
export class ChatPage {
	private shown: ShownState | undefined;
	private draft: string;
	/** Request ID → the text that is on its way to the host; outlives a new state, which may come before the answer. */
	private readonly sent = new Map<string, string>();
	private nextRequest = 1;
	private readonly status = element('div', 'visually-hidden');

	constructor(
		private readonly body: HTMLElement,
		private readonly host: HostLink,
	) {
		this.draft = host.draft;
		this.status.setAttribute('role', 'status');
		body.ownerDocument.addEventListener('keydown', (event) => {
			if (event.key !== 'Escape' || isComposing(event) || !this.shown) return;
			if (this.shown.isAnswering) this.shown.context.post({ type: 'stop' });
			else if (this.shown.composer.isEditing) this.shown.composer.cancelEdit();
		});
		window.addEventListener('focus', () => {
			if (document.activeElement === document.body) this.shown?.composer.focus();
		});
		host.post({ type: 'ready' });
	}

	receive(message: ToPage): void {
		if (message.type === 'state') {
			this.show(message);
			return;
		}
		const { shown } = this;
		// What belongs to a conversation that is no longer shown is late.
		if (shown?.sessionId !== message.sessionId) return;
		switch (message.type) {
			case 'targetChanged':
				shown.changeTarget(message.target, message.request);
				this.rememberDraft(this.draft);
				return;
			case 'targets':
				shown.header.showTargets(message.groups);
				return;
			case 'history':
				shown.header.showHistory(message.entries);
				return;
			case 'attachments':
				shown.showAttachments(message.attachments);
				return;
			case 'prepare':
				shown.composer.setText(message.text);
				shown.composer.focus();
				return;
			case 'turnStarted':
				if (message.user) shown.transcript.add(message.user);
				shown.transcript.add(message.answer);
				shown.setAnswering(true);
				shown.transcript.toEnd();
				this.announce(shown.context.strings.answering);
				return;
			case 'delta': {
				const answer = shown.transcript.lastAnswer;
				// A piece is missing: better the whole once more than an answer with a hole.
				if (answer?.id !== message.messageId || !message.pieces.every((piece) => answer.append(piece))) {
					this.host.post({ type: 'ready' });
				}
				return;
			}
			case 'answerEnded': {
				const answer = shown.transcript.lastAnswer;
				if (answer?.id !== message.messageId) return;
				answer.end(message.outcome, message);
				shown.setAnswering(false);
				const { strings, formats } = shown.context;
				const { sentence } = outcomeView(message.outcome, strings, formats, message, answer.isEmpty);
				this.announce(message.failure ? `${sentence} ${message.failure.advice}` : sentence);
				return;
			}
			case 'accepted': {
				const text = this.sent.get(message.requestId);
				this.sent.delete(message.requestId);
				if (text !== undefined) shown.composer.release(text);
				return;
			}
			case 'refused':
				if (message.requestId !== undefined) this.sent.delete(message.requestId);
				shown.composer.setNotice(message.reason);
				return;
		}
	}

	private show(state: State): void {
		const hadFocus = this.shown === undefined || document.activeElement !== document.body;
		const draft = this.draft;
		this.shown = new ShownState(state, {
			post: (intent) => {
				this.host.post({ ...intent, sessionId: state.sessionId });
			},
			announce: (sentence) => {
				this.announce(sentence);
			},
			remember: (draft) => this.rememberDraft(draft),
			send: (text, edited) => {
				const requestId = `request-${this.nextRequest++}`;
				this.sent.set(requestId, text);
				const message = { sessionId: state.sessionId, requestId, text };
				this.host.post(edited ? { type: 'resend', messageId: edited.id, ...message } : { type: 'send', ...message });
			},
		});
		this.body.replaceChildren(this.shown.element, this.status);
		this.shown.restore(draft, hadFocus);
	}

	/** The draft outlives a reload, and with it whose conversation this is. */
	private rememberDraft(draft: string): void {
		this.draft = draft;
		const { shown } = this;
		if (!shown) return;
		this.host.remember({ profileId: shown.context.target.profileId, sessionId: shown.sessionId, draft });
	}

	private announce(sentence: string): void {
		// The same words twice in a row would not be read again without a change in between.
		this.status.textContent = '';
		this.status.textContent = sentence;
	}
}

interface ShownHandlers {
	send(text: string, edited: UserMessage | undefined): void;
	post(intent: Intent): void;
	announce(sentence: string): void;
	remember(draft: string): void;
}

/** Nothing larger is handed to the host: it would refuse it. */
const mostFileBytes = 20_000_000;

/** One state on the screen: header, transcript, composer. */
class ShownState {
	readonly element: HTMLElement;
	readonly sessionId: string;
	readonly transcript: Transcript;
	readonly composer: Composer;
	context: PageContext;
	isAnswering = false;
	/** Files that were dropped together and that the host has not answered yet. */
	private awaited = 0;
	readonly header: Header;
	private readonly footnote = element('div', 'footnote');

	constructor(state: State, handlers: ShownHandlers) {
		this.sessionId = state.sessionId;
		this.context = {
			strings: state.strings,
			formats: numberFormats(state.language),
			target: state.target,
			canTrace: state.canTrace,
			post: (intent) => handlers.post(intent),
			announce: (sentence) => handlers.announce(sentence),
		};
		this.composer = new Composer(state.strings, this.context.formats, this.footnote, {
			onSend: (text, edited) => handlers.send(text, edited),
			onStop: () => this.context.post({ type: 'stop' }),
			onDraft: (text) => handlers.remember(text),
			onAttachFile: () => this.context.post({ type: 'attachFile' }),
			onAttachSelection: () => this.context.post({ type: 'attachSelection' }),
			onFiles: (files) => void this.attach(files),
			onDetach: (index) => this.context.post({ type: 'detach', index }),
		});
		this.composer.showAttachments(state.attachments);
		this.header = new Header(this.context, state, (sentence) => this.composer.setNotice(sentence));
		this.transcript = new Transcript(this.context, state, {
			onSuggestion: (text) => {
				this.composer.setText(text);
				this.composer.focus();
			},
			onEdit: (message) => this.composer.edit(message),
		});
		for (const message of state.messages) this.transcript.add(message);
		const last = state.messages.at(-1);
		const { header, transcript, composer } = this;
		this.element = element('main', '', header.element, header.popovers, transcript.element, composer.element);
		this.changeTarget(state.target, state.request);
		this.setAnswering(last?.role === 'assistant' && last.outcome === undefined);
	}

	/** After the page was put in place: what was being typed, and the end of the conversation in view. */
	restore(draft: string, takesFocus: boolean): void {
		this.composer.setText(draft);
		if (takesFocus) this.composer.focus();
		this.transcript.toEnd();
	}

	changeTarget(target: TargetView, request: RequestView): void {
		this.context = { ...this.context, target };
		const { strings } = this.context;
		this.header.change(this.context, request);
		this.footnote.replaceChildren(
			...(target.isSimulated ? [element('span', 'badge', strings.simulator)] : [target.connectionLabel]),
			...(target.sourceRegion ? [' · ', target.sourceRegion] : []),
		);
		this.footnote.title = `${target.connectionLabel} · ${strings.sourceRegionLabel}: ${target.sourceRegion}`;
		this.composer.setTargetName(target.name, target.profileId !== '');
		this.transcript.changeTarget(this.context);
	}

	/** What was refused before is no longer of interest, unless it came with what was attached now. */
	showAttachments(attachments: readonly Attachment[]): void {
		this.composer.showAttachments(attachments);
		if (this.awaited > 0) this.awaited--;
		else this.composer.setNotice(undefined);
	}

	private async attach(files: readonly File[]): Promise<void> {
		this.composer.setNotice(undefined);
		for (const file of files) {
			if (file.size > mostFileBytes) {
				this.composer.setNotice(fill(this.context.strings.fileTooLarge, file.name));
				continue;
			}
			const bytes = new Uint8Array(await file.arrayBuffer());
			this.awaited++;
			this.context.post({ type: 'attachData', name: file.name.slice(0, 1_000), bytes });
		}
	}

	setAnswering(isAnswering: boolean): void {
		this.isAnswering = isAnswering;
		this.composer.setAnswering(isAnswering);
		const { activeElement } = document;
		this.transcript.refreshActions(isAnswering);
		// A button that goes away must not take the keyboard with it.
		if (activeElement instanceof HTMLElement && !activeElement.checkVisibility()) this.composer.focus();
	}
}
