// What a command is asked for on its line.
import { type ParseArgsConfig, parseArgs } from 'node:util'

/** Says why a command does nothing, and ends it. */
export const fail = (sentence: string): never => {
  console.error(sentence)
  process.exit(1)
}

/** @param usage how it is asked, which is said where it is asked for what it does not know */
export const optionsOf = <T extends ParseArgsConfig>(usage: string, asked: T): ReturnType<typeof parseArgs<T>> => {
  try {
    return parseArgs(asked)
  } catch (error) {
    const [what = ''] = error instanceof Error ? error.message.split(/\.\s|\n/) : []
    return fail(`${what}. ${usage}`)
  }
}
