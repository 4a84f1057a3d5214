// What a command is asked for on its line.
import { type ParseArgsConfig, parseArgs } from 'node:util'

/** Says why a command does nothing, and ends it. */
export const fail = (sentence: string): never => {
  console.error(sentence)
  process.exit(1)
}

/** @param usage how the command is asked: said, with what it does not know, where it is asked otherwise */
export const optionsOf = <T extends ParseArgsConfig>(usage: string, asked: T): ReturnType<typeof parseArgs<T>> => {
  try {
    return parseArgs(asked)
  } catch (error) {
    const [what = ''] = error instanceof Error ? error.message.split(/\.\s|\n/) : []
    return fail(`${what}. ${usage}`)
  }
}
