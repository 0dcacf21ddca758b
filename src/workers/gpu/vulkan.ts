import { dlopen, FFIType, ptr } from "bun:ffi";
import { OcrEcoError } from "../../errors.ts";
import type { GpuDevice } from "./protocol.ts";

/** What ONNX Runtime loads, too. */
const loader = "libvulkan.so.1";
/** Memory that the models need at the least, in MiB. */
const leastMemoryMb = 512;

/** Numbers of vulkan_core.h. */
const success = 0;
const structure = { application: 0, instance: 1, memory: 1_000_059_006, budget: 1_000_237_000 } as const;
const version11 = (1 << 22) | (1 << 12);
export const kinds = { integrated: 1, discrete: 2, virtual: 3, processor: 4 } as const;
const deviceLocal = 1;
/** Sizes of its structures in bytes on 64-bit machines, and where in them their members are. */
const applicationInfo = { size: 48, version: 44 } as const;
const instanceInfo = { size: 64, application: 24 } as const;
const properties = { size: 1024, kind: 16, name: 20, nameSize: 256 } as const;
const memory = { size: 536, next: 8, heapCount: 276, heaps: 280, heapSize: 16, heapFlags: 8 } as const;
const budgets = { size: 272, heaps: 16 } as const;
const mostDevices = 16;

/** A device that some driver has. */
export interface FoundDevice extends GpuDevice {
  /** One of `kinds`. */
  readonly kind: number;
  /** What this process may have of its memory now; `null` where the driver does not say. */
  readonly freeMb: number | null;
}

/** That a GPU cannot be used; `isFinal` until somebody installs something or gives it another machine. */
export class GpuMissing extends OcrEcoError {
  constructor(
    message: string,
    readonly isFinal: boolean,
  ) {
    super("GPU_UNAVAILABLE", message);
  }
}

/**
 * Finds the GPU that ONNX Runtime will take: a discrete one before an integrated one. It is asked first because its own words
 * do not tell what is missing. `isRequired`: a renderer on the CPU will do. Runs in a process of its own: drivers may take
 * it down.
 *
 * @throws GpuMissing with what to install, or to free
 */
export function findGpu(isRequired: boolean): GpuDevice {
  return chooseGpu(devices(), isRequired);
}

/** The same of devices that were found. */
export function chooseGpu(all: readonly FoundDevice[], isRequired: boolean): GpuDevice {
  const [best] = [...all].sort((one, other) => rank(one.kind) - rank(other.kind));
  if (best === undefined) throw noDriver();
  if (best.kind === kinds.processor && !isRequired)
    throw new GpuMissing(`There is no GPU, only a renderer on the CPU (${best.name}).`, true);
  if (best.freeMb !== null && best.freeMb < leastMemoryMb) {
    throw new GpuMissing(
      `The GPU ${best.name} has ${best.freeMb} MiB of memory free, and ${leastMemoryMb} are needed. End what else runs on it, or set OCR_DEVICE=cpu.`,
      false,
    );
  }
  return { name: best.name, memoryMb: best.memoryMb };
}

function rank(kind: number): number {
  const order: readonly number[] = [kinds.discrete, kinds.integrated, kinds.virtual];
  return order.includes(kind) ? order.indexOf(kind) : order.length;
}

function noDriver(): GpuMissing {
  return new GpuMissing(
    "No Vulkan driver finds a GPU. Install the GPU's driver (NVIDIA's brings one; for AMD and Intel: apt-get install mesa-vulkan-drivers), name its file in VK_DRIVER_FILES where it lies elsewhere, and let this user open /dev/dri or /dev/nvidia*; or set OCR_DEVICE=cpu.",
    true,
  );
}

function devices(): FoundDevice[] {
  const vulkan = openLoader();
  const application = struct(applicationInfo.size, structure.application);
  application.setUint32(applicationInfo.version, version11, true);
  const info = struct(instanceInfo.size, structure.instance);
  info.setBigUint64(instanceInfo.application, BigInt(ptr(application)), true);
  const instance = new BigUint64Array(1);
  if (vulkan.vkCreateInstance(ptr(info), null, ptr(instance)) !== success) throw noDriver();
  const handle = instance[0] ?? 0n;
  try {
    const count = new Uint32Array([mostDevices]);
    const handles = new BigUint64Array(mostDevices);
    vulkan.vkEnumeratePhysicalDevices(handle, ptr(count), ptr(handles));
    return [...handles.subarray(0, count[0])].map((device) => describe(vulkan, device));
  } finally {
    vulkan.vkDestroyInstance(handle, null);
  }
}

function describe(vulkan: Vulkan, device: bigint): FoundDevice {
  const about = struct(properties.size, 0);
  vulkan.vkGetPhysicalDeviceProperties(device, ptr(about));
  const name = new Uint8Array(about.buffer, properties.name, properties.nameSize);
  const budget = struct(budgets.size, structure.budget);
  const heaps = struct(memory.size, structure.memory);
  heaps.setBigUint64(memory.next, BigInt(ptr(budget)), true);
  vulkan.vkGetPhysicalDeviceMemoryProperties2(device, ptr(heaps));
  let [total, free] = [0, 0];
  for (let heap = 0; heap < heaps.getUint32(memory.heapCount, true); heap++) {
    const at = memory.heaps + heap * memory.heapSize;
    if ((heaps.getUint32(at + memory.heapFlags, true) & deviceLocal) === 0) continue;
    total += mebibytes(heaps.getBigUint64(at, true));
    free += mebibytes(budget.getBigUint64(budgets.heaps + 8 * heap, true));
  }
  return {
    kind: about.getUint32(properties.kind, true),
    name: new TextDecoder().decode(name.subarray(0, name.indexOf(0))),
    memoryMb: total === 0 ? null : total,
    // Drivers without the extension leave the budget empty.
    freeMb: free === 0 ? null : free,
  };
}

const mebibytes = (bytes: bigint): number => Math.round(Number(bytes) / 2 ** 20);

function struct(size: number, type: number): DataView {
  const view = new DataView(new ArrayBuffer(size));
  view.setUint32(0, type, true);
  return view;
}

type Vulkan = ReturnType<typeof openLoader>;

function openLoader() {
  const { ptr: pointer, u64: handle, i32: result } = FFIType;
  try {
    return dlopen(loader, {
      vkCreateInstance: { args: [pointer, pointer, pointer], returns: result },
      vkDestroyInstance: { args: [handle, pointer], returns: FFIType.void },
      vkEnumeratePhysicalDevices: { args: [handle, pointer, pointer], returns: result },
      vkGetPhysicalDeviceProperties: { args: [handle, pointer], returns: FFIType.void },
      vkGetPhysicalDeviceMemoryProperties2: { args: [handle, pointer], returns: FFIType.void },
    }).symbols;
  } catch {
    throw new GpuMissing(
      `The Vulkan loader (${loader}) is missing. Install it (apt-get install libvulkan1), or set OCR_DEVICE=cpu.`,
      true,
    );
  }
}
