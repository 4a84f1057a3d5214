// The row types of schema.prisma, from which stores pick columns. Types only, so Prisma is not
// loaded.
export type * from './generated/all/client.ts'
