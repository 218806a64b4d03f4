/**
 * What the sidebar shows, as a file of its own: it is loaded when the view is first shown or a profile is first asked
 * for, so that activation reads none of it.
 */
export { AccountFacts } from './accountFacts';
export { createApplicationProfile, deleteApplicationProfile, editProfileTags } from './applicationActions';
export { filterProfiles, groupProfiles } from './arrangeActions';
export { browseRegions } from './browseActions';
export { openInConsole } from './consoleActions';
export { preferForConversion } from './conversionPreference';
export { findProfile } from './findProfile';
export { askToLeave, leavesAllowedSets } from './leaveAllowedSets';
export { copyBrowsePolicy, copyIamPolicy, openIamPolicy } from './policyActions';
export { type ProfilesViewParts, readCaption, readContent } from './sidebarContent';
export { pickProfile } from './profilePicker';
export { ProfilesTree, type TreeRow } from './profilesTree';
export { regionChoices, regionSetChoices } from './regionChoices';
export { copyAsCode, insertProfileId } from './snippetActions';
export { describeTarget } from './targetDescription';
export { targetChoices } from './targetChoices';
