import * as l10n from '@vscode/l10n';
import type { ErrorCode, ExplainedError } from './errors';
import type { DescribeScene, ErrorContext, ErrorDescription } from './errorScene';
import { accessTexts } from './errorTextsAccess';
import { localTexts } from './errorTextsLocal';
import { serviceTexts } from './errorTextsService';

/** Same words everywhere in the product. */
export function describeError(error: ExplainedError, context: ErrorContext = {}): ErrorDescription {
	const facts = error.facts ?? {};
	// A failure kept from another version of the product can have a code that this one does not know.
	const describe = Object.hasOwn(texts, error.code) ? texts[error.code] : texts.unknown;
	return describe({
		...context,
		facts,
		target: context.modelId ?? facts.modelId ?? l10n.t('this model'),
		region: context.sourceRegion ?? l10n.t('this region'),
		message: error.message,
		httpStatus: error.httpStatus,
	});
}

/** A code without sentences does not compile. */
const texts: Readonly<Record<ErrorCode, DescribeScene>> = { ...accessTexts, ...serviceTexts, ...localTexts };
