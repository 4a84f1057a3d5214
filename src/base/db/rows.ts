// Row types of schema.prisma. Types only, so Prisma is not loaded.
export type * from './generated/all/client.ts'
