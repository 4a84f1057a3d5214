// What readers of reports see of an answer: no school by name, and nothing that follows how one
// person stands from day to day. Of DSLs they see what the figures kept last give them.
import { type Given, sayGiven } from '#attendance/coverage/suppression.ts'
import { type Day, sayDay } from '#base/dates.ts'
import { counted } from '#base/words.ts'
import type { Line } from './line.ts'

export type FinalTraining = { on: Day; given: Given }

const sayFinal = (final: FinalTraining | undefined): string =>
  final ? `As at ${sayDay(final.on)}: ${sayGiven(final.given, false)}` : 'No figures of how DSLs stand are given yet.'

/** Lines about people: whom a school sent says what its one DSL did. */
const personal = ['sent', 'booked']

export const linesForReaders = (lines: readonly Line[], final: FinalTraining | undefined): Line[] =>
  lines.flatMap((line): Line[] => {
    if (personal.includes(line.key)) return []
    if (line.key === 'training') return [{ key: line.key, sentence: sayFinal(final), of: 0, parts: [] }]
    return line.key === 'people'
      ? [{ ...line, sentence: line.of === 0 ? line.sentence : `${counted(line.of, 'person', 'people')} came.`, parts: [] }]
      : [line]
  })
