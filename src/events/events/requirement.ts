// Which requirements an event was published as counting towards, as its pages say it.

/** `session`: the one that counts, by its title; undefined: the whole event. */
export type CountsTowards = {
  /** null: it counts towards nothing. */
  requirementId: string | null
  label: string
  countsAs: 'first' | 'refresher' | 'either' | 'none'
  session: string | undefined
}

const sayOne = ({ label, countsAs, session }: CountsTowards): string => {
  const notes = [
    ...(session === undefined ? [] : [`the session “${session}”`]),
    ...(countsAs === 'either' || countsAs === 'none' ? [] : [countsAs === 'first' ? 'as the first training' : 'as a refresher']),
  ]
  return notes.length === 0 ? label : `${label} (${notes.join(', ')})`
}

/**
 * `Designated lead: training every two years; Governors: … (as a refresher)`, and what it was said
 * not to count towards.
 */
export const sayCountsTowards = (counts: readonly CountsTowards[]): string => {
  if (counts.length === 0) return ''
  const some = counts.filter(({ countsAs }) => countsAs !== 'none')
  const not = counts.filter(({ countsAs, requirementId }) => countsAs === 'none' && requirementId !== null)
  if (some.length === 0 && not.length === 0) return 'Nothing'
  return [...some.map(sayOne), ...(not.length > 0 ? [`not towards ${not.map(sayOne).join('; ')}`] : [])].join('; ')
}
