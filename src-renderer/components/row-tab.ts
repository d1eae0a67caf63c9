import { createContext, useContext } from 'react';

/** Whether Tab stops at the controls of the row around: 0 in the current row and outside of lists, -1 in other rows. */
export const RowTab = createContext<0 | -1>(0);

export function useRowTab(): 0 | -1 {
  return useContext(RowTab);
}
