// What a twin keeps for the next start, in one file.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** @returns nothing where no file is named or there */
export const readState = <Account>(file: string | undefined): Account[] =>
  file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Account[]) : []

/** Written beside and then put in its place: a crash leaves the old one whole. */
export const writeState = (file: string, accounts: readonly unknown[]): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(accounts))
  renameSync(`${file}.new`, file)
}
