import * as vscode from 'vscode';
import { regionSetNames } from '../bedrock/regionSetNames';
import type { FormView, Outlook, TargetRow } from '../webview/compare/protocol';
import type { CompareParts } from './compareParts';
import { comparisonLimits, type ComparisonSettings, type ComparisonTarget } from './core/comparison';
import { estimate } from './core/estimate';
import { allChoices, calledFrom, isAllowed, neighbours, type TargetChoice, targetChoice } from './targets';

interface FormChange extends Omit<ComparisonSettings, 'seed'> {
	readonly targets: readonly { readonly targetId: string; readonly sourceRegion: string }[];
}

/** What the user has put together to be compared. */
export class ComparisonForm {
	view: FormView = {
		targets: [],
		prompt: vscode.l10n.t('Explain in three sentences what a data center region is.'),
		runs: 10,
		concurrency: 1,
		warmUp: 1,
		maxTokens: 128,
	};
	private nextId = 0;

	constructor(private readonly parts: CompareParts) {}

	get targets(): readonly ComparisonTarget[] {
		return this.view.targets.map(({ sourceRegions: _choices, ...target }) => target);
	}

	/** With a seed of its own for each call. */
	get settings(): ComparisonSettings {
		const { concurrency, maxTokens, prompt, runs, warmUp } = this.view;
		return { concurrency, maxTokens, prompt, runs, warmUp, seed: Math.floor(Math.random() * 2 ** 31) };
	}

	/** What the command was called on, and one neighbour to compare it with. */
	async begin(id: string): Promise<void> {
		const [catalogue, sourceRegion] = await Promise.all([this.parts.catalogue.current(), this.parts.sourceRegion()]);
		const target = targetChoice(catalogue, id, sourceRegion);
		if (!target) return;
		const [neighbour] = neighbours(catalogue, target);
		this.setTargets([target, ...(neighbour ? [neighbour] : [])]);
	}

	/** As it was before the window was loaded again. What the catalogue knows has changed meanwhile, perhaps. */
	async restore({ targets, ...settings }: FormView): Promise<void> {
		const catalogue = await this.parts.catalogue.current();
		// A command may have filled the form by now.
		if (this.view.targets.length > 0) return;
		this.view = { ...(isWithin(settings) ? settings : this.view), targets: [] };
		this.setTargets(
			targets.map((target) => {
				const known = targetChoice(catalogue, target.modelId, target.sourceRegion);
				return known?.sourceRegion === target.sourceRegion ? known : target;
			}),
		);
	}

	/** For a first look: a model of the source Region that can be called in more than one way. */
	async ensureTargets(): Promise<void> {
		if (this.view.targets.length > 0) return;
		const [catalogue, sourceRegion] = await Promise.all([this.parts.catalogue.current(), this.parts.sourceRegion()]);
		const allowed = allowedRegionSets();
		for (const target of allChoices(catalogue, sourceRegion)) {
			if (target.sourceRegion !== sourceRegion || target.regionSet !== undefined) continue;
			const partner = neighbours(catalogue, target).find((each) =>
				isAllowed(catalogue, { ...each, targetId: '' }, allowed),
			);
			if (!partner || !isAllowed(catalogue, { ...target, targetId: '' }, allowed)) continue;
			if (catalogue.modelsById.get(target.modelId)?.lifecycle.status !== 'ACTIVE') continue;
			this.setTargets([target, partner]);
			return;
		}
	}

	/** Lets the user choose any number of targets. @returns false when there is nothing new. */
	async pickTargets(): Promise<boolean> {
		const [catalogue, sourceRegion] = await Promise.all([this.parts.catalogue.current(), this.parts.sourceRegion()]);
		const room = comparisonLimits.targets - this.view.targets.length;
		const items = allChoices(catalogue, sourceRegion).map((choice) => ({
			label: choice.name.replaceAll('$(', '$\u200b('),
			description: choice.modelId,
			detail:
				choice.regionSet === undefined && choice.destinationRegions?.length === 1
					? vscode.l10n.t('On demand from {0}', choice.sourceRegion)
					: vscode.l10n.t('Through an inference profile from {0}', choice.sourceRegion),
			choice,
		}));
		const chosen = await vscode.window.showQuickPick(items, {
			title: vscode.l10n.t('Targets to compare (at most {0} more)', room),
			placeHolder: vscode.l10n.t('Type a model, a provider or a profile ID'),
			canPickMany: true,
			matchOnDescription: true,
		});
		if (!chosen || chosen.length === 0) return false;
		const added = chosen.slice(0, room).map(({ choice }) => this.row(choice));
		this.view = { ...this.view, targets: [...this.view.targets, ...added] };
		return true;
	}

	/** @returns true when the page must be told of more than it said itself: where requests of a target may run. */
	async change({ targets, ...settings }: FormChange): Promise<boolean> {
		const catalogue = await this.parts.catalogue.current();
		const known = new Map(this.view.targets.map((target) => [target.targetId, target]));
		let isMoved = false;
		const rows = targets.flatMap(({ sourceRegion, targetId }) => {
			const row = known.get(targetId);
			if (!row || row.sourceRegion === sourceRegion) return row ?? [];
			isMoved = true;
			return calledFrom(catalogue, row, sourceRegion);
		});
		const { concurrency, maxTokens, prompt, runs, warmUp } = settings;
		this.view = { targets: rows, concurrency, maxTokens, prompt, runs, warmUp };
		return isMoved;
	}

	async outlook(): Promise<Outlook> {
		const catalogue = await this.parts.catalogue.current();
		const { view } = this;
		const allowed = allowedRegionSets();
		const found = estimate(this.targets, view, catalogue);
		const outside = view.targets.filter((target) => !isAllowed(catalogue, target, allowed));
		const problems = [
			...(view.targets.length < 2 ? [vscode.l10n.t('Choose at least two targets to compare.')] : []),
			...(view.prompt.trim() === '' ? [vscode.l10n.t('Enter a prompt.')] : []),
			...(isWithin(view) ? [] : [vscode.l10n.t('One of the numbers is outside its bounds.')]),
			...(found.requests > comparisonLimits.requests
				? [
						vscode.l10n.t(
							'A comparison has at most {0} requests; this would be {1}.',
							comparisonLimits.requests,
							found.requests,
						),
					]
				: []),
			...outside.map(({ name, sourceRegion }) =>
				vscode.l10n.t(
					'{0} from {1} may run outside the region sets that bedrockProfiles.allowedRegionSets allows ({2}). Remove it, or change the setting.',
					name,
					sourceRegion,
					allowed.join(', '),
				),
			),
		];
		return { estimate: found, problems };
	}

	private setTargets(choices: readonly TargetChoice[]): void {
		this.view = { ...this.view, targets: choices.map((choice) => this.row(choice)) };
	}

	private row(choice: TargetChoice): TargetRow {
		return { ...choice, targetId: `target-${this.nextId++}` };
	}
}

/** The page checks the same; a message need not come from it. */
function isWithin({ concurrency, maxTokens, runs, warmUp }: Omit<FormView, 'targets' | 'prompt'>): boolean {
	const { concurrency: mostAtATime, maxTokens: mostTokens, runs: mostRuns, warmUp: mostWarmUp } = comparisonLimits;
	const within = (value: number, least: number, most: number) => value >= least && value <= most;
	return (
		within(runs, 1, mostRuns) &&
		within(concurrency, 1, mostAtATime) &&
		within(warmUp, 0, mostWarmUp) &&
		within(maxTokens, 1, mostTokens)
	);
}

/** A workspace's word: anything may stand there. */
function allowedRegionSets(): readonly string[] {
	const value: unknown = vscode.workspace.getConfiguration('bedrockProfiles').get('allowedRegionSets');
	return regionSetNames(value);
}
