/* A V4L2 camera for programs that are started with this library in LD_PRELOAD.

   CAMERA_NODE is the file that stands for the /dev node; when it is deleted, the camera is
   unplugged. CAMERA_FRAMES is a folder with its pictures, named 0, 1, 2 and so on, which it gives
   in turn at CAMERA_FPS. CAMERA_FORMAT is its only pixel format. The structures and numbers are
   those of the kernel's own header. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define WIDTH 320
#define HEIGHT 240
#define ROOM (WIDTH * HEIGHT * 2)
#define MOST_BUFFERS 10
#define MOST_HANDLES 64

static int is_camera[MOST_HANDLES];
static unsigned char *memory[MOST_BUFFERS];
static int queue[MOST_BUFFERS], queued, buffers, streaming, number;
static unsigned rate = 30;

static const char *setting(const char *name, const char *otherwise) {
    const char *value = getenv(name);
    return value ? value : otherwise;
}

static int fail(int why) {
    errno = why;
    return -1;
}

static unsigned own_format(void) {
    const char *name = setting("CAMERA_FORMAT", "MJPG");
    return v4l2_fourcc(name[0], name[1], name[2], name[3]);
}

static int open_camera(int timer) {
    unsigned long each = 1000000000UL / strtoul(setting("CAMERA_FPS", "30"), NULL, 10);
    struct timespec interval = {each / 1000000000UL, each % 1000000000UL};
    struct itimerspec pulse = {interval, interval};
    timerfd_settime(timer, 0, &pulse, NULL);
    if (timer >= MOST_HANDLES)
        return fail(EMFILE);
    is_camera[timer] = 1;
    return timer;
}

#define OPEN(name)                                                            \
    int name(const char *path, int flags, ...) {                              \
        va_list rest;                                                         \
        va_start(rest, flags);                                                \
        int mode = va_arg(rest, int);                                         \
        va_end(rest);                                                         \
        int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, #name);        \
        if (strcmp(path, setting("CAMERA_NODE", "")) || access(path, F_OK))   \
            return real(path, flags, mode);                                   \
        return open_camera(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK));    \
    }
OPEN(open)
OPEN(open64)

int close(int handle) {
    int (*real)(int) = dlsym(RTLD_NEXT, "close");
    if (handle >= 0 && handle < MOST_HANDLES)
        is_camera[handle] = 0;
    return real(handle);
}

#define MMAP(name)                                                                        \
    void *name(void *at, size_t length, int rights, int flags, int handle, off_t offset) {\
        void *(*real)(void *, size_t, int, int, int, off_t) = dlsym(RTLD_NEXT, #name);    \
        if (handle < 0 || handle >= MOST_HANDLES || !is_camera[handle])                   \
            return real(at, length, rights, flags, handle, offset);                       \
        return memory[offset / ROOM] = real(NULL, length, PROT_READ | PROT_WRITE,         \
                                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);           \
    }
MMAP(mmap)
MMAP(mmap64)

static int give(int handle, struct v4l2_buffer *buffer) {
    unsigned long pulses;
    if (read(handle, &pulses, sizeof pulses) < 0 || !queued || !streaming)
        return fail(EAGAIN);
    char path[4096];
    snprintf(path, sizeof path, "%s/%d", setting("CAMERA_FRAMES", ""), number++);
    FILE *file = fopen(path, "rb");
    if (!file)
        return fail(EIO);
    buffer->index = queue[0];
    memmove(queue, queue + 1, --queued * sizeof *queue);
    buffer->bytesused = fread(memory[buffer->index], 1, ROOM, file);
    fclose(file);
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    buffer->length = ROOM;
    buffer->timestamp.tv_sec = now.tv_sec;
    buffer->timestamp.tv_usec = now.tv_nsec / 1000;
    return 0;
}

/* Beside what works: gain is disabled, zoom only to be read, and contrast fails when it is set. */
static struct {
    unsigned id, type, flags;
    int least, most, otherwise, now;
} controls[] = {
    {V4L2_CID_BRIGHTNESS, V4L2_CTRL_TYPE_INTEGER, 0, -64, 64, 10, 20},
    {V4L2_CID_CONTRAST, V4L2_CTRL_TYPE_INTEGER, 0, 0, 95, 32, 32},
    {V4L2_CID_AUTO_WHITE_BALANCE, V4L2_CTRL_TYPE_BOOLEAN, 0, 0, 1, 1, 1},
    {V4L2_CID_GAIN, V4L2_CTRL_TYPE_INTEGER, V4L2_CTRL_FLAG_DISABLED, 0, 9, 0, 0},
    {V4L2_CID_SHARPNESS, V4L2_CTRL_TYPE_INTEGER_MENU, 0, 0, 1, 0, 0},
    {V4L2_CID_EXPOSURE_AUTO, V4L2_CTRL_TYPE_MENU, 0, 0, 3, 3, 3},
    {V4L2_CID_EXPOSURE_ABSOLUTE, V4L2_CTRL_TYPE_INTEGER, V4L2_CTRL_FLAG_INACTIVE, 1, 5000, 156, 156},
    {V4L2_CID_ZOOM_ABSOLUTE, V4L2_CTRL_TYPE_INTEGER, V4L2_CTRL_FLAG_READ_ONLY, 100, 500, 100, 100},
};

static int place(unsigned id) {
    for (unsigned at = 0; at < sizeof controls / sizeof *controls; at++)
        if (controls[at].id == id)
            return at;
    return fail(EINVAL);
}

static int describe(struct v4l2_queryctrl *query) {
    int at = place(query->id);
    if (at < 0)
        return -1;
    query->type = controls[at].type, query->flags = controls[at].flags, query->step = 1;
    query->minimum = controls[at].least, query->maximum = controls[at].most;
    query->default_value = controls[at].otherwise;
    return 0;
}

static int choice(struct v4l2_querymenu *menu) {
    if (menu->id == V4L2_CID_SHARPNESS) {
        menu->value = menu->index ? 4000000000LL : -1;
        return 0;
    }
    if (menu->id != V4L2_CID_EXPOSURE_AUTO || (menu->index != 1 && menu->index != 3))
        return fail(EINVAL);
    strcpy((char *)menu->name, menu->index == 1 ? "Manual Mode" : "Aperture Priority Mode");
    return 0;
}

static int setting_of(struct v4l2_control *control, int is_new) {
    int at = place(control->id);
    if (at < 0)
        return -1;
    if (!is_new) {
        control->value = controls[at].now;
        return 0;
    }
    if (control->id == V4L2_CID_CONTRAST)
        return fail(EIO);
    controls[at].now = control->value;
    if (control->id == V4L2_CID_EXPOSURE_AUTO)
        controls[place(V4L2_CID_EXPOSURE_ABSOLUTE)].flags =
            control->value == 3 ? V4L2_CTRL_FLAG_INACTIVE : 0;
    return 0;
}

static int format(struct v4l2_format *format) {
    format->fmt.pix.pixelformat = own_format();
    format->fmt.pix.width = WIDTH, format->fmt.pix.height = HEIGHT;
    format->fmt.pix.sizeimage = ROOM;
    format->fmt.pix.bytesperline = own_format() == V4L2_PIX_FMT_YUYV ? 2 * WIDTH : 0;
    return 0;
}

/* Its own format in two sizes, the larger one at two rates; and GREY in any size up to 640x480. */
static int formats(struct v4l2_fmtdesc *format) {
    if (format->type != V4L2_BUF_TYPE_VIDEO_CAPTURE || format->index > 1)
        return fail(EINVAL);
    format->pixelformat = format->index ? V4L2_PIX_FMT_GREY : own_format();
    return 0;
}

static int sizes(struct v4l2_frmsizeenum *size) {
    if (size->pixel_format == V4L2_PIX_FMT_GREY && !size->index) {
        size->type = V4L2_FRMSIZE_TYPE_STEPWISE;
        size->stepwise = (struct v4l2_frmsize_stepwise){16, 640, 2, 8, 480, 2};
        return 0;
    }
    if (size->pixel_format != own_format() || size->index > 1)
        return fail(EINVAL);
    size->type = V4L2_FRMSIZE_TYPE_DISCRETE;
    size->discrete.width = size->index ? 160 : WIDTH;
    size->discrete.height = size->index ? 120 : HEIGHT;
    return 0;
}

static int intervals(struct v4l2_frmivalenum *interval) {
    if (interval->pixel_format == V4L2_PIX_FMT_GREY && !interval->index) {
        interval->type = V4L2_FRMIVAL_TYPE_STEPWISE;
        interval->stepwise = (struct v4l2_frmival_stepwise){{1, 50}, {1, 5}, {1, 1000}};
        return 0;
    }
    if (interval->width != WIDTH || interval->height != HEIGHT || interval->index > 1)
        return fail(EINVAL);
    interval->type = V4L2_FRMIVAL_TYPE_DISCRETE;
    interval->discrete = (struct v4l2_fract){interval->index ? 1 : 2, 30};
    return 0;
}

static int streams(int handle, unsigned long call, void *of) {
    struct v4l2_buffer *buffer = of;
    switch (call) {
    case VIDIOC_REQBUFS:
        buffers = ((struct v4l2_requestbuffers *)of)->count;
        return queued = 0;
    case VIDIOC_QUERYBUF:
        buffer->length = ROOM, buffer->m.offset = buffer->index * ROOM;
        return 0;
    case VIDIOC_QBUF:
        queue[queued++] = buffer->index;
        return 0;
    case VIDIOC_DQBUF:
        return give(handle, buffer);
    case VIDIOC_STREAMON:
    case VIDIOC_STREAMOFF:
        streaming = call == VIDIOC_STREAMON;
        return 0;
    }
    return fail(ENOTTY);
}

static int answer(int handle, unsigned long call, void *of) {
    struct v4l2_fract *time = &((struct v4l2_streamparm *)of)->parm.capture.timeperframe;
    if (access(setting("CAMERA_NODE", ""), F_OK))
        return fail(ENODEV);
    switch (call) {
    case VIDIOC_QUERYCAP:
        ((struct v4l2_capability *)of)->capabilities =
            V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING | V4L2_CAP_DEVICE_CAPS;
        ((struct v4l2_capability *)of)->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
        return 0;
    case VIDIOC_ENUM_FMT:
        return formats(of);
    case VIDIOC_ENUM_FRAMESIZES:
        return sizes(of);
    case VIDIOC_ENUM_FRAMEINTERVALS:
        return intervals(of);
    case VIDIOC_G_FMT:
    case VIDIOC_S_FMT:
        return format(of);
    case VIDIOC_S_PARM:
        rate = time->denominator;
        return 0;
    case VIDIOC_G_PARM:
        time->numerator = 1, time->denominator = rate;
        return 0;
    case VIDIOC_QUERYCTRL:
        return describe(of);
    case VIDIOC_QUERYMENU:
        return choice(of);
    case VIDIOC_G_CTRL:
    case VIDIOC_S_CTRL:
        return setting_of(of, call == VIDIOC_S_CTRL);
    }
    return streams(handle, call, of);
}

int ioctl(int handle, unsigned long call, ...) {
    va_list rest;
    va_start(rest, call);
    void *of = va_arg(rest, void *);
    va_end(rest);
    int (*real)(int, unsigned long, ...) = dlsym(RTLD_NEXT, "ioctl");
    if (handle < 0 || handle >= MOST_HANDLES || !is_camera[handle])
        return real(handle, call, of);
    return answer(handle, (unsigned)call, of);
}
