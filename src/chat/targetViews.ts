import * as l10n from '@vscode/l10n';
import type { RequestOptions, RequestView, TargetView } from '../webview/chat/protocol';
import type { ChatParts } from './chatParts';
import { viewRequest } from './requestPlan';

export interface TargetViews {
	readonly target: TargetView;
	readonly request: RequestView;
}

/** What the page says of the target, and offers for it. @param profileId empty: none is chosen yet. */
export async function targetViews(profileId: string, options: RequestOptions, parts: ChatParts): Promise<TargetViews> {
	const [description, sourceRegion] = await Promise.all([parts.describeTarget(profileId), parts.sourceRegion()]);
	const target: TargetView = {
		profileId,
		name: profileId === '' ? l10n.t('Choose a profile') : description.name,
		...(description.regionSet !== undefined && { regionSet: description.regionSet }),
		...(description.destinationRegions && { destinationRegions: description.destinationRegions }),
		sourceRegion,
		connectionLabel: parts.connectionLabel(),
		isSimulated: parts.isSimulated(),
	};
	return { target, request: viewRequest(profileId, description, options) };
}
