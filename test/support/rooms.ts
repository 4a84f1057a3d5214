// Where everything is: groups in the order in which they may know each other, and the concepts of each in the same order.

/** `''`: the nouns that stand in the folder of the group itself. */
export const rooms: readonly (readonly [group: string, concepts: readonly string[]])[] = [
  ['base', ['', 'db', 'web', 'questions', 'limits', 'log', 'list', 'seal', 'files', 'council']],
  ['messages', ['outbox']],
  ['schools', ['schools', 'register']],
  [
    'people',
    [
      'accounts',
      'claims',
      'claiming',
      'claim-decisions',
      'sign-in',
      'providers',
      'own-account',
      'staff',
      'factors',
      'proposals',
      'people',
      'ladder',
      'notices',
      'roles',
    ],
  ],
  ['money', ['terms', 'prices', 'payers', 'ledger']],
  ['calendars', ['invites']],
  ['events', ['venues', 'events', 'editing', 'rules', 'finding', 'overview', 'questions', 'materials']],
  [
    'booking',
    [
      'bookings',
      'pricing',
      'placing',
      'cancelling',
      'overview',
      'lists',
      'requests',
      'history',
      'delegates',
      'workshops',
      'waiting',
      'series',
      'bulk',
      'needs',
      'asked',
    ],
  ],
  [
    'attendance',
    [
      'attendance',
      'corrections',
      'door',
      'print',
      'meetings',
      'requirements',
      'editions',
      'standings',
      'links',
      'coverage',
      'demand',
      'recommendations',
      'reports',
      'replies',
      'publication',
      'certificates',
      'record',
    ],
  ],
  ['payments', ['finance-files', 'stripe', 'cards', 'invoices', 'accounting']],
  ['correspondence', ['automatic', 'evaluations', 'results', 'delivery', 'replies', 'mailings', 'feeds', 'dates', 'wordings']],
  ['guidance', ['advice', 'documents', 'issuing', 'answers', 'uptake']],
  ['returns', ['forms', 'rounds', 'filling', 'signing', 'results', 'progress', 'cases']],
  ['front', ['due', 'chasing', 'answer', 'digest', 'home', 'trusts', 'proposals', 'search', 'first-steps', 'today']],
  ['upkeep', ['records', 'complaints', 'seal', 'audit']],
]

/** What puts everything together stands in src itself; the programs of the command line know all of it. */
export const together = [
  'app.tsx',
  'routes.ts',
  'event-frame.tsx',
  'event-routes.ts',
  'guidance-routes.ts',
  'link-routes.ts',
  'return-routes.ts',
  'upkeep-routes.ts',
  'ahead.ts',
  'clock.ts',
  'due.ts',
  'follow.ts',
  'jobs.ts',
  'index.ts',
]

/** A file's place: `order` of its group and of its concept within it. Of a mail: the group alone. */
export type Place = { group: string; concept: string; order: readonly [group: number, concept: number]; name: string }

/** @returns undefined for a file that stands nowhere in the plan */
export const placeOf = (path: string): Place | undefined => {
  const [base = '', ...parts] = path.split('/')
  if (base === 'src' && parts.length === 1 && together.includes(parts[0] ?? ''))
    return { group: '', concept: '', order: [rooms.length, 0], name: parts[0] ?? '' }
  const command = base === 'src' && parts[0] === 'commands'
  if (command) return { group: 'commands', concept: '', order: [rooms.length + 1, 0], name: parts.slice(1).join('/') }
  const at = rooms.findIndex(([group]) => group === parts[0])
  const [group, concepts] = rooms[at] ?? []
  if (!group || !concepts) return undefined
  if (base === 'emails')
    return parts.length === 2 ? { group, concept: 'emails', order: [at, concepts.length], name: parts[1] ?? '' } : undefined
  const concept = parts.length === 2 ? '' : (parts[1] ?? '')
  const within = concepts.indexOf(concept)
  if (base !== 'src' || within < 0) return undefined
  return { group, concept, order: [at, within], name: parts.slice(parts.length === 2 ? 1 : 2).join('/') }
}
