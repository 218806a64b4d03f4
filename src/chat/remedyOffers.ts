import * as l10n from '@vscode/l10n';
import type { Remedy } from '../bedrock/remedies';
import type { RemedyOffer } from '../webview/chat/protocol';
import { waitBeforeRetry } from './backOff';
import type { NamedTarget } from './chatParts';

/** What turns a remedy into a button that says what it will do. */
export interface RemedyScene {
	/** Other profiles of the same model. */
	readonly alternatives: readonly NamedTarget[];
	readonly successor: NamedTarget | undefined;
	/** What the request reserved. */
	readonly maxTokens: number | undefined;
	/** How often this question has been sent again already. */
	readonly retries: number;
	readonly random: () => number;
}

/** More would hide the one that helps. */
const mostOffers = 5;
const mostAlternatives = 2;
const leastMaxTokens = 256;

/** The buttons under a failed answer, most helpful first. Where sending again as it is does not help, the page has a button for it behind these. */
export function remedyOffers(remedies: readonly Remedy[], scene: RemedyScene): readonly RemedyOffer[] {
	const offers = remedies.flatMap((remedy) => offersFor(remedy, scene));
	const seen = new Set<string>();
	return offers.filter(({ label }) => !seen.has(label) && seen.add(label)).slice(0, mostOffers);
}

function offersFor(remedy: Remedy, scene: RemedyScene): readonly RemedyOffer[] {
	const { kind } = remedy;
	switch (kind) {
		case 'switchToProfile': {
			const targets = scene.alternatives.slice(0, mostAlternatives);
			return targets.length === 0 ? [chooseTarget()] : targets.map((target) => through(kind, target));
		}
		case 'useSuccessor':
			return scene.successor ? [through(kind, scene.successor)] : [chooseTarget()];
		case 'chooseTarget':
			return [chooseTarget()];
		case 'changeSourceRegion':
			return [{ kind, label: l10n.t('Change source region, then send again…') }];
		case 'openModelAccess':
			return [{ kind, label: l10n.t('Open the model catalog'), ...defined({ sourceRegion: remedy.sourceRegion }) }];
		case 'copyPolicy': {
			const { action, resourceArn } = remedy;
			return [{ kind, label: l10n.t('Copy IAM policy'), ...defined({ action, resourceArn }) }];
		}
		case 'openBilling':
			return [{ kind, label: l10n.t('Open billing') }];
		case 'openQuotas':
			return [{ kind, label: l10n.t('Open service quotas'), ...defined({ sourceRegion: remedy.sourceRegion }) }];
		case 'signIn':
			return [
				{
					kind,
					label: l10n.t('Sign in with IAM Identity Center, then send again'),
					...defined({ awsProfile: remedy.awsProfile }),
				},
			];
		case 'chooseAwsProfile':
			return [{ kind, label: l10n.t('Choose AWS profile, then send again…') }];
		case 'useSimulator':
			return [{ kind, label: l10n.t('Use the simulator, then send again') }];
		case 'retry':
			return [{ kind, label: l10n.t('Retry') }];
		case 'retryLater': {
			const afterMilliseconds = waitBeforeRetry(scene.retries, remedy.afterMilliseconds ?? 0, scene.random);
			return [{ kind, label: l10n.t('Wait, then send again'), afterMilliseconds }];
		}
		case 'lowerMaxTokens':
			return lowerMaxTokens(scene.maxTokens);
		case 'shortenInput':
			return [{ kind, label: l10n.t('Shorten the message') }];
		case 'editRequest':
			return [{ kind, label: l10n.t('Change the request'), ...defined({ field: remedy.field }) }];
		case 'useConverse':
			return [{ kind, label: l10n.t('Send through Converse') }];
		case 'openSettings':
			return [{ kind, label: l10n.t('Open the setting “{0}”', remedy.setting), field: remedy.setting }];
	}
}

function chooseTarget(): RemedyOffer {
	return { kind: 'chooseTarget', label: l10n.t('Choose another profile…') };
}

function through(kind: RemedyOffer['kind'], { name, profileId }: NamedTarget): RemedyOffer {
	return { kind, label: l10n.t('Send through {0}', name), targetId: profileId };
}

/** Half of it: what is reserved is the limit, whether the answer needs it or not. */
function lowerMaxTokens(maxTokens: number | undefined): readonly RemedyOffer[] {
	const half = Math.max(leastMaxTokens, Math.floor((maxTokens ?? 0) / 2));
	if (maxTokens === undefined || half >= maxTokens) return [];
	const label = l10n.t('Send with at most {0} output tokens (reserves {1} fewer)', half, maxTokens - half);
	return [{ kind: 'lowerMaxTokens', label, maxTokens: half }];
}

function defined<T extends object>(fields: T): Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<{
		[K in keyof T]: Exclude<T[K], undefined>;
	}>;
}
