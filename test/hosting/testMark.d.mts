/** Begins each line that the in-host tests print, to tell them from the workbench's own console. */
export declare const testMark: string;
