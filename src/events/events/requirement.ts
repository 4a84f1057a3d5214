// Which requirements an event was published as counting towards, as its pages say it.

/** `session`: the one that counts, by its title; undefined: the whole event. */
export type CountsTowards = {
  requirementId: string
  label: string
  countsAs: 'first' | 'refresher' | 'either'
  session: string | undefined
}

const sayOne = ({ label, countsAs, session }: CountsTowards): string => {
  const notes = [
    ...(session === undefined ? [] : [`the session “${session}”`]),
    ...(countsAs === 'either' ? [] : [countsAs === 'first' ? 'as the first training' : 'as a refresher']),
  ]
  return notes.length === 0 ? label : `${label} (${notes.join(', ')})`
}

/** `Designated lead: training every two years; Governors: … (as a refresher)` */
export const sayCountsTowards = (counts: readonly CountsTowards[]): string => counts.map(sayOne).join('; ')
