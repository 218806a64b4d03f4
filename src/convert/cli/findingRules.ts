import type { Finding } from '../engine/engine';

export type FindingLevel = 'error' | 'warning' | 'note';

/** What the findings are about, and how much each one matters. */
export const findingRules: Readonly<Record<Finding['code'], { text: string; level: FindingLevel }>> = {
	profileRequired: { text: 'The model can be invoked only through an inference profile.', level: 'error' },
	profileAvailable: { text: 'An inference profile exists for the model.', level: 'note' },
	onlyProfile: { text: 'The model can be invoked only through one inference profile.', level: 'error' },
	regionOutsideProfile: { text: 'The profile cannot be called from the source region.', level: 'error' },
	outsideAllowedRegionSets: { text: 'The profile may route outside the allowed region sets.', level: 'warning' },
	iamModelMissing: { text: 'The policy lacks the model of a profile in some regions.', level: 'error' },
	iamProfileMissing: { text: 'The policy lacks the profile that invokes the model.', level: 'warning' },
	legacy: { text: 'The model is a legacy model.', level: 'warning' },
	endOfLife: { text: 'The model has reached its end of life.', level: 'warning' },
	unknownId: { text: 'No such model or profile is known.', level: 'warning' },
};
