"""Build script for pip and colcon; the name, version and description come from package.xml."""

from glob import glob
from pathlib import Path
from xml.etree import ElementTree

from setuptools import find_packages, setup

ROOT = Path(__file__).resolve().parent  # the checkout, even when colcon runs a link to this file
MANIFEST = ElementTree.parse(ROOT / "package.xml").getroot()
NAME = MANIFEST.findtext("name")

REQUIRED = [
    "numpy>=1.24",  # every array
    "numba>=0.59",  # the kernels of the voxel memory; first release for Python 3.12
    "scipy>=1.10",  # neighbour search and connected components of places
    "pillow>=10.0",  # JPEG and 16-bit PNG frames
    "matplotlib>=3.7",  # pictures of maps and answers
    "typer>=0.12",  # the command line; first release with one small distribution
    "rich>=13.0",  # progress bars and tables
    "tokenizers>=0.15",  # WordPiece for the text encoder
    "safetensors>=0.4",  # its weights, without pickle
    "threadpoolctl>=3.1",  # one BLAS thread for it: thirty times faster on two cores
]
EXTRAS = {
    "clip": ["torch>=2.1", "open-clip-torch>=2.24"],  # dense open-vocabulary features
    "detect": ["onnxruntime>=1.17"],  # ONNX detectors on any machine
    "cloud": ["open3d-cpu>=0.18; sys_platform == 'linux'", "open3d>=0.18; sys_platform != 'linux'"],
    "sim": ["pybullet>=3.2.5"],  # the demo room; wheels for Python 3.10 and 3.11
    "view": ["rerun-sdk>=0.20"],  # the interactive viewer
    # ROS 2 Jazzy where no ROS is installed; on a robot rosdep brings it. One pin drags the rest along.
    "ros": [
        "ros-jazzy-rclpy==7.1.6",
        "ros-jazzy-rmw-fastrtps-cpp==8.4.3",
        "ros-jazzy-sensor-msgs==5.3.6",
        "ros-jazzy-geometry-msgs==5.3.6",
        "ros-jazzy-std-msgs==5.3.6",
        "ros-jazzy-nav-msgs==5.3.6",
        "ros-jazzy-visualization-msgs==5.3.6",
        "ros-jazzy-diagnostic-msgs==5.3.6",
        "ros-jazzy-lifecycle-msgs==2.0.3",
        "ros-jazzy-action-msgs==2.0.3",
        "rosbags>=0.11,<0.12",  # rosbag2 files without an installed ROS; its storage classes are used
    ],
    "test": ["pytest>=8.0", "hypothesis>=6.100", "pytest-cov>=5.0", "mcap-ros2-support>=0.5"],
    "dev": [
        "ruff>=0.8",
        "mypy>=1.11",
        "import-linter>=2.0",
        "codespell>=2.3",
        "build>=1.2",
        "scipy-stubs>=1.14",
    ],
}

NODES = ["memory_node", "record_node", "replay_node"]  # `ros2 run` and `launch` find them by name
CONFIG = ["yaml", "rviz", "json", "xml"]

setup(
    name=NAME,
    version=MANIFEST.findtext("version"),
    description=MANIFEST.findtext("description"),
    long_description=(ROOT / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license=MANIFEST.findtext("license"),
    python_requires=">=3.10",
    packages=find_packages(include=[NAME, f"{NAME}.*"]),
    package_data={NAME: ["py.typed"]},
    data_files=[
        ("share/ament_index/resource_index/packages", [f"resource/{NAME}"]),
        (f"share/{NAME}", ["package.xml"]),
        (f"share/{NAME}/launch", glob("launch/*.launch.py")),
        (f"share/{NAME}/config", [file for kind in CONFIG for file in glob(f"config/*.{kind}")]),
    ],
    install_requires=REQUIRED,
    extras_require=EXTRAS,
    entry_points={
        "console_scripts": [
            f"{NAME} = {NAME}.cli:main",
            *(f"{node} = {NAME}.nodes.{node}:main" for node in NODES),
        ]
    },
    zip_safe=False,
)
