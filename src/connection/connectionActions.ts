/** What the commands of the connection do, as a file of its own that is loaded when the first of them is run. */
export { changeConnection } from './changeConnection';
export { askForMfaCode } from './mfaPrompt';
export { selectAllowedRegionSets } from './selectAllowedRegionSets';
export { askForApiKey, selectSignIn } from './selectAwsProfile';
export { selectSourceRegion } from './selectSourceRegion';
export { signInToAws } from './signIn';
export { openSimulatorPage } from './simulatorPage';
