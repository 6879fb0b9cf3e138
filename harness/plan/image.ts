import type { ImageSettings } from '../settings/schema.ts'

/** How a container's image is had on this machine. */
export type ImagePlan =
  | { readonly kind: 'present-or-pull'; readonly reference: string }
  | {
      readonly kind: 'build'
      /** The name the result gets, and under which it is found again. */
      readonly reference: string
      readonly context: string
      readonly dockerfile: string
      readonly args: Readonly<Record<string, string>>
      readonly target?: string
    }
  | { readonly kind: 'command'; readonly command: readonly string[]; readonly reference: string }

/** What a user may say about images: one entry a container, and mirrors by image name. */
export interface ImageChoices {
  readonly images: Readonly<Record<string, ImageSettings>>
  readonly mirrors: Readonly<Record<string, string>>
}

/** Chooses where an image comes from: a build, a step of the team's own, another image, or the definition's own reference. */
export function planImage(container: string, image: string, family: string, { images, mirrors }: ImageChoices): ImagePlan {
  const choice = images[container]
  const mirrored = (reference: string): string => mirrors[reference] ?? reference
  if (choice?.build !== undefined) {
    const { context, dockerfile, args, target } = choice.build
    return {
      kind: 'build',
      reference: `ecs-preflight/${imageName(family)}-${imageName(container)}:local`,
      context,
      dockerfile,
      args: { ...args },
      ...(target ? { target } : {}),
    }
  }
  if (choice?.command !== undefined) return { kind: 'command', command: choice.command, reference: choice.image ?? image }
  return { kind: 'present-or-pull', reference: mirrored(choice?.image ?? image) }
}

/** Image names are lower case and cannot begin or end with a separator. */
function imageName(text: string): string {
  return (
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'task'
  )
}
