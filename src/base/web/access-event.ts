// Rows of `access.ts` for an event: its forms, check-in, needs and files for organisers; sessions
// at schools, and what trainers give; two corrections of a past event for people who write to
// schools.

export const ofEvent = {
  '/organiser/trainers': 'GET',
  '/organiser/sessions-asked': 'GET',
  '/organiser/sessions-asked.*': 'GET!',
  '/organiser/sessions-asked/:id': 'GET',
  '/organiser/sessions-asked/:id/offer': 'POST',
  '/organiser/sessions-asked/:id/schools': 'GET POST',
  '/organiser/sessions-asked/:id/refuse': 'POST',
  '/organiser/events/:code/edit/programme': 'GET POST',
  '/organiser/events/:code/edit/booking': 'GET POST',
  '/organiser/events/:code/edit/words': 'GET POST',
  '/organiser/events/:code/booking-reopening': 'POST',
  '/organiser/events/:code/cancel': 'GET',
  '/organiser/events/:code/cancellation': 'POST!',
  '/organiser/events/:code/door': 'GET POST!',
  '/organiser/events/:code/door/:id/revoke': 'POST!',
  '/organiser/events/:code/door/links': 'GET POST!',
  '/organiser/events/:code/door/links/:id/end': 'POST!',
  '/organiser/events/:code/door/links/:id/another': 'POST!',
  '/organiser/events/:code/door/devices': 'GET',
  '/organiser/events/:code/door/devices/:id/revoke': 'POST!',
  '/organiser/events/:code/questions': 'GET',
  '/organiser/events/:code/questions/new': 'GET POST',
  '/organiser/events/:code/questions/:id/change': 'GET POST',
  '/organiser/events/:code/questions/:id/retire': 'GET POST',
  '/organiser/events/:code/questions/:id/:way': 'POST',
  '/organiser/events/:code/materials': 'GET POST 30MB',
  '/organiser/events/:code/materials/link': 'POST',
  '/organiser/events/:code/materials/release': 'POST',
  '/organiser/events/:code/materials/preview': 'GET',
  '/organiser/events/:code/materials/files/:id': 'GET',
  '/organiser/events/:code/materials/:id/change': 'GET POST 30MB',
  '/organiser/events/:code/materials/:id/remove': 'GET POST',
  '/organiser/events/:code/materials/:id/:way': 'POST',
  '/organiser/events/:code/answers': 'GET',
  '/organiser/events/:code/answers.*': 'GET!',
} as const

export const ofCorrections = {
  '/organiser/events/:code/correction': 'GET POST!',
  '/organiser/events/:code/correction/:place': 'GET POST!',
} as const
