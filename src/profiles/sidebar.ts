/**
 * What the sidebar shows, as a file of its own: it is loaded when the view is first shown or a profile is first asked
 * for, so that activation reads none of it.
 */
export { type ProfilesViewParts, readContent } from './sidebarContent';
export { pickProfile } from './profilePicker';
export { ProfilesTree, type TreeRow } from './profilesTree';
export { regionChoices } from './regionChoices';
export { describeTarget } from './targetDescription';
