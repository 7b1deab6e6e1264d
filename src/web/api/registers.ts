import { createContext, useContext } from 'react';
import type { Register } from '#registers/declaration.ts';

/** Every register of the house, given by the shell: so that a module can word a record of another one. */
export const RegistersContext = createContext<Register[]>([]);

export function useRegister(name: string | null): Register | undefined {
  return useContext(RegistersContext).find((register) => register.name === name);
}
