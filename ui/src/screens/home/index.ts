export { Home } from "./Home";
export { useVaultCommands } from "./VaultDialogs";
