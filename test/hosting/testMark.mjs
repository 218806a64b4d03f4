/** Begins each line that the in-host tests print, to tell them from the workbench's own console. */
export const testMark = '[bedrock-profiles-test] ';
