/** What can be done with a profile beside chatting: a file of its own, loaded with the first such command. */
export { copyIamPolicy, openIamPolicy } from './policyActions';
export { copyAsCode, insertProfileId } from './snippetActions';
