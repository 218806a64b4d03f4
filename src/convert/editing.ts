/** The door of what an editor asks for: loaded with the first hover, completion or light bulb. */
export { codeActionsAt } from './codeActions';
export { completionsAt } from './completion';
export { hoverAt } from './hover';
