import type { Scope } from '../question.ts'

export const scopeWords: Record<Scope, string> = {
  booking: 'Once for the whole booking',
  place: 'For each person coming',
}
