// Rows of `access.ts` for messages written by hand, for people who write to schools.

export const ofMailings = {
  '/organiser/mailings/new': 'GET POST',
  '/organiser/mailings/:id/whom': 'GET POST',
  '/organiser/mailings/:id/people': 'GET',
  '/organiser/mailings/:id/ring.*': 'GET!',
  '/organiser/mailings/:id/words': 'GET POST',
  '/organiser/mailings/:id/preview': 'GET',
  '/organiser/mailings/:id/test': 'POST',
  '/organiser/mailings/:id/send': 'GET POST!',
  '/organiser/mailings/:id/later': 'POST!',
  '/organiser/mailings/:id/do-not-send': 'POST',
  '/organiser/mailings/:id/discard': 'POST',
  '/organiser/mailings': 'GET',
  '/organiser/mailings/:id': 'GET',
  '/organiser/mailings/:id/pause': 'POST',
  '/organiser/mailings/:id/go-on': 'POST',
  '/organiser/mailings/:id/stop': 'GET POST',
  '/organiser/mailings/:id/again': 'POST',
  '/organiser/mailings/:id/once-more': 'POST',
} as const
