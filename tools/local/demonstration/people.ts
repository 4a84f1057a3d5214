// Whom anybody who tries the demonstration can sign in as.

export type Person = {
  email: string
  name: string
  /** What they are, and what they can do there: both fit in one line. */
  role: string
  does: string
  /** Where they come after signing in. */
  path: string
}

export const childminderAddress = 'wendy.larkin@bumblebees.example'

/** In the order in which they are listed: the council, then schools. */
export const signInAs: readonly Person[] = [
  {
    ...{ email: 'administrator@muster.example', name: 'Miriam Calloway', path: '/organiser' },
    ...{ role: 'Administrator', does: 'everything, with settings and roles' },
  },
  {
    ...{ email: 'organiser@muster.example', name: 'Jo Underhill', path: '/organiser' },
    ...{ role: 'Organiser', does: 'events, bookings, registers and schools' },
  },
  {
    ...{ email: 'officer@muster.example', name: 'Dr Ifeoma Nwosu', path: '/answer' },
    ...{ role: 'Safeguarding officer', does: 'every report, with the people behind each figure' },
  },
  {
    ...{ email: 'reader@muster.example', name: 'Councillor Peter Ashdown', path: '/answer' },
    ...{ role: 'Report reader', does: 'figures for each school, without names of people' },
  },
  {
    ...{ email: 'finance@muster.example', name: 'Sanjay Patel', path: '/organiser/finance' },
    ...{ role: 'Finance', does: 'prices, invoices and files for the finance system' },
  },
  {
    ...{ email: 'door@muster.example', name: 'Lin Tanaka', path: '/register' },
    ...{ role: 'Check-in', does: 'notes who arrives at one conference' },
  },
  {
    ...{ email: 'head.office@ladyhawthorns.example', name: 'Gareth Smythe-Jones', path: '/school' },
    ...{ role: 'School office', does: 'books and answers for Lady Hawthorn’s School' },
  },
  {
    ...{ email: 'safeguarding@hedgerowtrust.example', name: 'Rosalind Merryweather', path: '/school' },
    ...{ role: 'Trust safeguarding lead', does: 'books and answers for the schools of Hedgerow Learning Trust' },
  },
  {
    ...{ email: 'fatima.okonkwo@fenleycollege.example', name: 'Fatima Okonkwo', path: '/school' },
    ...{ role: 'Head', does: 'submits the safeguarding audit of Fenley College' },
  },
  {
    ...{ email: 'rachel.quayle@marlburyhigh.example', name: 'Rachel Quayle', path: '/account/record' },
    ...{ role: 'Governor', does: 'signs the safeguarding audit of Marlbury High School' },
  },
  {
    ...{ email: 'daniel.weatherby@ladyhawthorns.example', name: 'Daniel Weatherby', path: '/account/record' },
    ...{ role: 'Delegate', does: 'has a place at today’s conference, another to come, and a record of training' },
  },
  {
    ...{ email: childminderAddress, name: 'Wendy Larkin', path: '/school' },
    ...{ role: 'Childminder', does: 'books and answers for Bumblebees Childminding' },
  },
]

/** Schools whose audit waits for the governor or the head to sign, and one where all have. */
export const auditSchools = { governor: 'Marlbury High School', done: 'Penbridge High School', head: 'Fenley College' } as const

export const canSignInAs = (email: string): boolean => signInAs.some((person) => person.email === email)
