import { randomBytes, randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { FromPage, PageMemory, RoutingView, SavedView, Tab, ToPage } from '../webview/compare/protocol';
import { parseFromPage } from '../webview/compare/protocol';
import { pageHtml } from '../webview/pageHtml';
import type { CompareParts } from './compareParts';
import { ComparisonForm } from './comparisonForm';
import type { ComparisonStore } from './comparisonStore';
import type { Comparison, Run } from './core/comparison';
import { parseExported } from './core/savedShape';
import { exportText, openExported, saveImage } from './exportFiles';
import { toScript } from './core/script';
import { pageStrings } from './pageStrings';
import { readQuotaViews } from './quotaViews';
import { describeEnd, resultView, savedTitle } from './resultViews';
import { readRouting } from './routingView';
import { type Activity, ComparisonSession, newComparison } from './session';
import { traceProblemText } from './traceTexts';
import { quietDelay, showTracingHelp } from './whereDidItRun';

/** Milliseconds between two messages with runs: the page paints them together. */
const runsInterval = 100;

/** The tab for comparing: its webview, the comparison in it, and what passes between them. */
export class ComparePanel implements vscode.Disposable {
	private readonly form: ComparisonForm;
	private session: ComparisonSession | undefined;
	/** A kept comparison laid beside the one that is shown. */
	private otherId: string | undefined;
	private tab: Tab = 'compare';
	private routing: RoutingView | undefined;
	private isPageReady = false;
	private pendingRuns: Run[] = [];
	private runsTimer: NodeJS.Timeout | undefined;
	private readonly reading = new AbortController();
	private readonly subscriptions: vscode.Disposable[] = [];

	constructor(
		private readonly panel: vscode.WebviewPanel,
		private readonly parts: CompareParts,
		private readonly store: ComparisonStore,
		/** What the page left before the window was loaded again; gone once it is taken up. */
		private memory: PageMemory | undefined,
	) {
		this.form = new ComparisonForm(parts);
		panel.iconPath = {
			light: vscode.Uri.joinPath(parts.extensionUri, 'media', 'compare-light.svg'),
			dark: vscode.Uri.joinPath(parts.extensionUri, 'media', 'compare-dark.svg'),
		};
		this.subscriptions.push(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
		this.fillWebview();
	}

	reveal(): void {
		this.panel.reveal();
	}

	/** @param id what the command was called on: a model, a profile or its ARN. */
	async show(tab: Tab, id: string | undefined): Promise<void> {
		this.tab = tab;
		if (id !== undefined) await this.form.begin(id);
		this.post({ type: 'tab', tab });
		if (tab === 'routing') {
			const sourceRegion = await this.parts.sourceRegion();
			await this.readRouting({ sourceRegion, modelId: id ?? '', hours: 24 });
		}
		if (tab === 'quotas') await this.readQuotas();
		if (id !== undefined) await this.postForm();
	}

	/** The runs end, what is done is kept. Called when the tab is closed, and when the window goes. */
	dispose(): void {
		// The webview may be gone already, and posting to it would throw.
		this.isPageReady = false;
		clearTimeout(this.runsTimer);
		this.reading.abort();
		this.session?.dispose();
		for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
	}

	private fillWebview(): void {
		const { webview } = this.panel;
		const folder = vscode.Uri.joinPath(this.parts.extensionUri, 'dist', 'webview');
		webview.options = { enableScripts: true, localResourceRoots: [folder] };
		webview.html = pageHtml({
			title: this.panel.title,
			language: vscode.env.language,
			cspSource: webview.cspSource,
			nonce: randomBytes(16).toString('base64'),
			scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'compare.js')).toString(),
			styleUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'compare.css')).toString(),
		});
	}

	private receive(raw: unknown): void {
		const message = parseFromPage(raw);
		if (message) this.watch(this.handle(message));
		else this.parts.log.warn('The comparison page sent a message of an unknown shape; it was ignored.');
	}

	private async handle(message: FromPage): Promise<void> {
		switch (message.type) {
			case 'ready':
				await this.begin();
				return;
			case 'addTargets':
				if (await this.form.pickTargets()) await this.postForm();
				return;
			case 'changeForm': {
				if (await this.form.change(message)) this.post({ type: 'formChanged', form: this.form.view });
				await this.postOutlook();
				return;
			}
			case 'start':
				await this.start();
				return;
			case 'stop':
				this.session?.stop();
				return;
			case 'traceAgain':
				if (this.session?.isRunning === false) await this.session.findRegions();
				return;
			case 'openSaved':
				await this.openSaved(message.comparisonId);
				return;
			case 'removeSaved':
				await this.store.remove(message.comparisonId);
				await this.postSaved();
				return;
			case 'layBeside':
				this.otherId = message.comparisonId || undefined;
				await this.postResult();
				return;
			case 'openFile':
				await this.openFile();
				return;
			case 'explainTracing':
				await showTracingHelp(this.session?.comparison.targets[0]?.sourceRegion ?? (await this.parts.sourceRegion()));
				return;
			case 'exportText':
				if (this.session) await exportText(this.session.comparison, message.format);
				return;
			case 'saveImage':
				await saveImage(message.format, message.data);
				return;
			case 'copyScript':
				if (this.session) await this.copy(toScript(this.session.comparison, message.language));
				return;
			case 'copyText':
				await this.copy(message.text);
				return;
			case 'readRouting':
				await this.readRouting(message);
				return;
			case 'readQuotas':
				await this.readQuotas();
				return;
			case 'openQuota':
				await vscode.env.openExternal(quotaPage(message.sourceRegion, message.code));
				return;
		}
	}

	private async begin(): Promise<void> {
		this.isPageReady = false;
		await this.recall();
		await this.form.ensureTargets();
		const saved = await this.savedViews();
		const catalogue = await this.parts.catalogue.current();
		const regions = new Set(catalogue.profiles.flatMap(({ sourceRegions }) => sourceRegions));
		const sourceRegion = await this.parts.sourceRegion();
		regions.add(sourceRegion);
		this.isPageReady = true;
		this.post({
			type: 'state',
			language: vscode.env.language,
			strings: pageStrings(),
			tab: this.tab,
			form: this.form.view,
			saved,
			regions: [...regions].sort(),
			sourceRegion,
		});
		await this.postOutlook();
		await this.postResult();
		if (this.routing) this.post({ type: 'routing', ...this.routing });
	}

	private async recall(): Promise<void> {
		const { memory } = this;
		this.memory = undefined;
		if (!memory) return;
		await this.form.restore(memory.form);
		const comparison = memory.comparisonId === undefined ? undefined : await this.store.read(memory.comparisonId);
		if (comparison && !this.session) this.showKept(comparison);
	}

	private async start(): Promise<void> {
		if (this.session?.isRunning) return;
		const { problems } = await this.form.outlook();
		if (problems.length > 0) return;
		this.session?.dispose();
		this.otherId = undefined;
		const { settings, targets } = this.form;
		const head = newComparison(randomUUID(), Date.now(), targets, settings, this.parts.isSimulated());
		const session = this.makeSession(head);
		this.parts.log.info(
			`Comparison ${head.comparisonId}: ${targets.map(({ modelId, sourceRegion }) => `${modelId} from ${sourceRegion}`).join(', ')}; ${settings.runs} runs each, seed ${settings.seed}.`,
		);
		await session.run();
	}

	private makeSession(...[head, runs]: [ConstructorParameters<typeof ComparisonSession>[0], (readonly Run[])?]) {
		const { parts } = this;
		const session: ComparisonSession = new ComparisonSession(
			head,
			{
				invokeOnce: parts.invokeOnce,
				tracing: parts.tracing,
				describe: (error, sourceRegion) => `${parts.describeError(error, sourceRegion).title} (${error.message})`,
				save: (comparison) => this.store.save(comparison),
				onRuns: (changed) => {
					if (this.session === session) this.collectRuns(changed);
				},
				onChange: () => {
					if (this.session === session) this.watch(this.sessionChanged());
				},
				onActivity: (activity) => {
					if (this.session === session) this.tell(activity);
				},
				onError: (error) => this.watch(Promise.reject(error instanceof Error ? error : new Error(String(error)))),
				sleep: quietDelay,
			},
			runs,
		);
		this.session = session;
		return session;
	}

	private async sessionChanged(): Promise<void> {
		await this.postResult();
		if (this.session?.isRunning === false) await this.postSaved();
	}

	private collectRuns(runs: readonly Run[]): void {
		this.pendingRuns.push(...runs);
		this.runsTimer ??= setTimeout(() => {
			this.runsTimer = undefined;
			const sent = this.pendingRuns.splice(0);
			const comparisonId = this.session?.comparison.comparisonId;
			if (comparisonId !== undefined) this.post({ type: 'runs', comparisonId, runs: sent });
		}, runsInterval);
	}

	private tell(activity: Activity): void {
		const { session } = this;
		const end = session ? describeEnd(session.comparison, session.isRunning) : '';
		switch (activity.kind) {
			case 'throttled': {
				const seconds = Math.max(1, Math.round(activity.waitMilliseconds / 1_000));
				const text = vscode.l10n.t('{0} is throttled; the next request goes in {1} s.', activity.target.name, seconds);
				this.post({ type: 'progress', text });
				return;
			}
			case 'slept':
				this.post({
					type: 'progress',
					text: vscode.l10n.t('This machine slept during a run, so the run is made again.'),
				});
				return;
			case 'tracing': {
				const text = vscode.l10n.t('Looking where {0} requests ran.', activity.missing);
				this.post({ type: 'progress', text: `${end} ${text}`.trim() });
				return;
			}
			case 'traced':
				this.post({ type: 'progress', text: end });
				if (activity.missing > 0) {
					const text = vscode.l10n.t('Where {0} requests ran is not known.', activity.missing);
					const why =
						activity.problems.length > 0
							? activity.problems.map(traceProblemText)
							: [vscode.l10n.t('Their records have not been delivered yet; look again later.')];
					this.post({ type: 'notice', kind: 'warning', text: [text, ...why].join(' '), canExplain: true });
				}
				return;
		}
	}

	private async openSaved(comparisonId: string): Promise<void> {
		if (this.session?.isRunning) return;
		const comparison = await this.store.read(comparisonId);
		if (!comparison) {
			const text = vscode.l10n.t('This comparison cannot be read any more.');
			this.post({ type: 'notice', kind: 'warning', text, canExplain: false });
			return;
		}
		this.showKept(comparison);
		await this.postResult();
	}

	private showKept({ runs, ...head }: Comparison): void {
		this.session?.dispose();
		this.otherId = undefined;
		this.makeSession(head, runs);
	}

	private async openFile(): Promise<void> {
		if (this.session?.isRunning) return;
		const content = await openExported();
		if (content === undefined) return;
		const comparison = parseExported(content);
		if (!comparison) {
			await vscode.window.showWarningMessage(
				vscode.l10n.t('This file is no comparison. Choose one that was exported here as JSON.'),
			);
			return;
		}
		await this.store.save(comparison);
		await this.postSaved();
		await this.openSaved(comparison.comparisonId);
	}

	private async readRouting(query: Pick<RoutingView, 'sourceRegion' | 'modelId' | 'hours'>): Promise<void> {
		const { hours, modelId, sourceRegion } = query;
		this.routing = { sourceRegion, modelId, hours, isReading: true, isCut: false };
		this.post({ type: 'routing', ...this.routing });
		const read = await readRouting(this.parts.tracing, this.routing, Date.now(), this.reading.signal);
		// A later question has its own answer.
		if (
			this.routing.sourceRegion !== sourceRegion ||
			this.routing.modelId !== modelId ||
			this.routing.hours !== hours
		) {
			return;
		}
		this.routing = read;
		this.post({ type: 'routing', ...read });
	}

	private async readQuotas(): Promise<void> {
		const { parts, session } = this;
		this.post({ type: 'quotas', isReading: true, targets: [] });
		const targets = session?.comparison.targets ?? this.form.targets;
		const runs = session?.comparison.runs ?? [];
		const views = await readQuotaViews(parts, targets, runs, this.reading.signal);
		this.post({ type: 'quotas', isReading: false, targets: views });
	}

	private async postForm(): Promise<void> {
		this.post({ type: 'formChanged', form: this.form.view });
		await this.postOutlook();
	}

	private async postOutlook(): Promise<void> {
		const form = this.form.view;
		const outlook = await this.form.outlook();
		// A change meanwhile has an outlook of its own.
		if (form === this.form.view) this.post({ type: 'outlook', ...outlook });
	}

	private async postResult(): Promise<void> {
		const { otherId, session } = this;
		if (!session) {
			this.post({ type: 'result' });
			return;
		}
		const other = otherId === undefined ? undefined : await this.store.read(otherId);
		if (session === this.session) {
			this.post({ type: 'result', result: resultView(session.comparison, session.isRunning, other) });
		}
	}

	private async postSaved(): Promise<void> {
		this.post({ type: 'saved', saved: await this.savedViews() });
	}

	private async savedViews(): Promise<readonly SavedView[]> {
		const all = await this.store.all();
		return all.map((saved) => ({ comparisonId: saved.comparisonId, title: savedTitle(saved) }));
	}

	private async copy(text: string): Promise<void> {
		await vscode.env.clipboard.writeText(text);
		vscode.window.setStatusBarMessage(vscode.l10n.t('Copied.'), 3_000);
	}

	private post(message: ToPage): void {
		if (this.isPageReady) this.watch(this.panel.webview.postMessage(message));
	}

	/** A failure here is a bug or a full disk: the log gets it, and the page a sentence instead of silence. */
	private watch(work: PromiseLike<unknown>): void {
		work.then(undefined, (error: unknown) => {
			const reason = error instanceof Error ? error.message : String(error);
			this.parts.log.error(`Comparison: ${reason}`);
			if (!this.isPageReady) return;
			const text = vscode.l10n.t('That did not work: {0}. The log of this extension has more.', reason);
			this.panel.webview
				.postMessage({ type: 'notice', kind: 'warning', text, canExplain: false } satisfies ToPage)
				.then(undefined, () => undefined);
		});
	}
}

function quotaPage(sourceRegion: string, code: string): vscode.Uri {
	const region = encodeURIComponent(sourceRegion);
	return vscode.Uri.parse(
		`https://${region}.console.aws.amazon.com/servicequotas/home/services/bedrock/quotas/${encodeURIComponent(code)}`,
		true,
	);
}
