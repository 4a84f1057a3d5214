import { on, type Refusal, row } from '#test/support/refusing.ts'

const hash = 'A'.repeat(44)
const entry = (number: number) => row('SealedLeaf', { number, kind: 'mark', subjectId: `mark ${number}`, salt: null, leafHash: hash })
const checkpoint = (day: string, size: number) => row('SealCheckpoint', { day, size, root: hash, note: '', signer: '', at: on('09:00') })

export const refusalsOfSeal: Refusal[] = [
  {
    trigger: 'SealedLeaf_comes_next',
    word: 'entry_out_of_turn',
    rule: 'the entries of the sealed record follow one another without a gap',
    given: [entry(0)],
    doing: entry(2),
    unless: [entry(1)],
  },
  {
    trigger: 'SealCheckpoint_grows',
    word: 'checkpoint_goes_back',
    rule: 'no checkpoint states fewer entries than one before it',
    given: [checkpoint('2026-03-01', 5)],
    doing: checkpoint('2026-03-02', 4),
    allowed: checkpoint('2026-03-02', 5),
  },
]
