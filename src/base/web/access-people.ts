// Rows of `access.ts` for organisers: people, and who asks to book for a school.

export const ofPeople = {
  '/organiser/people/:person/roles': 'GET',
  '/organiser/people/:person/roles/new': 'GET POST',
  '/organiser/people/:person/roles/:role': 'GET POST',
  '/organiser/people': 'GET',
  '/organiser/people/compare': 'GET POST!',
  '/organiser/people/apart': 'POST',
  '/organiser/people/merges/:id/undo': 'GET POST!',
  '/organiser/people/:id': 'GET',
  '/organiser/people/:id/correct': 'GET POST',
  '/organiser/claims/unlisted/:id': 'GET POST!',
  '/organiser/claims': 'GET',
  '/organiser/claims/trust/:id': 'GET POST!',
  '/organiser/claims/:id/:decision': 'GET',
  '/organiser/claims/:id': 'GET POST!',
  '/organiser/claims/:id/approver': 'POST!',
} as const
