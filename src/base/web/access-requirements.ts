// Rows of `access.ts` for training rules.

export const ofRequirements = {
  '/requirements/sources': 'GET',
  '/requirements/sources/new': 'GET POST!',
  '/requirements/sources/:id/undo': 'GET POST!',
  '/requirements/titles': 'GET POST!',
  '/requirements/new': 'GET POST!',
  '/requirements/:id/new-edition': 'GET POST!',
  '/requirements/:id/editions/:edition': 'GET POST!',
} as const

/** How one school stands, and its training record. */
export const ofSchoolStandings = {
  '/organiser/schools/:id/requirements': 'GET',
  '/organiser/schools/:id/requirements.*': 'GET!',
  '/organiser/schools/:id/record': 'GET',
  '/organiser/schools/:id/record.*': 'GET!',
  '/organiser/schools/:id/record.pdf': 'GET!',
  '/organiser/schools/:id/record-people.*': 'GET!',
} as const
